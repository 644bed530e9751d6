#pragma once

#include <ceres/rotation.h>

namespace bench {

/// Reprojection in the model of "Bundle Adjustment in the Large" as users of Ceres write it.
struct reprojection_residual {
    double u, v;
    template <class T>
    bool operator()(const T* camera, const T* point, T* r) const {
        T p[3];
        ceres::AngleAxisRotatePoint(camera, point, p);
        p[0] += camera[3];
        p[1] += camera[4];
        p[2] += camera[5];
        const T x = -p[0] / p[2], y = -p[1] / p[2];
        const T r2 = x * x + y * y;
        const T scale = camera[6] * (1.0 + r2 * (camera[7] + camera[8] * r2));
        r[0] = scale * x - u;
        r[1] = scale * y - v;
        return true;
    }
};

}  // namespace bench
