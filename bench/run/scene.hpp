#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <new>
#include <string>
#include <vector>

namespace bench {

/// The residuals that are timed; sizes and meaning are in `shape_of`.
enum class structure { distance, parallel, perpendicular, reprojection };

struct shape {
    std::size_t rows;
    std::size_t givens;
    std::vector<std::size_t> variables;  ///< scalars in each variable, in the order in which one would write them down

    std::size_t unknowns() const;
    std::size_t outputs() const { return rows * (1 + unknowns()); }  ///< the rows' values, then the dense Jacobian
};

/// Variables and givens in the order that every implementation of the benches uses:
/// distance(p, q; d), parallel and perpendicular(a, b, c, d), reprojection(camera, point; u, v).
/// A camera is rotation (angle-axis) 3, translation 3, focal length, k1, k2.
shape shape_of(structure);

template <class T>
struct cache_line_allocator {
    using value_type = T;
    cache_line_allocator() = default;
    template <class U>
    cache_line_allocator(const cache_line_allocator<U>&) {}
    T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), std::align_val_t{64})); }
    void deallocate(T* p, std::size_t) { ::operator delete(p, std::align_val_t{64}); }
    friend bool operator==(cache_line_allocator, cache_line_allocator) { return true; }
};
template <class T>
using aligned_vector = std::vector<T, cache_line_allocator<T>>;

/// Where a kernel reads: the same layout as `ditto::instance_planes<double>`, which the benches' own kernels do not include.
struct planes {
    const double* state;
    const std::int32_t* const* offsets;  ///< [variable][instance]
    const double* const* givens;         ///< [given][instance]
};

/// All instances of one structure. Planes are padded to eight instances by repeating the last one.
struct block {
    structure kind;
    std::size_t instances = 0;
    std::vector<aligned_vector<std::int32_t>> offsets;
    std::vector<aligned_vector<double>> givens;

    explicit block(structure);
    void add(const std::vector<std::int32_t>& at, const std::vector<double>& given);
    void pad();
};

/// What one benchmark evaluates: a state, and one block for each structure in it.
struct scene {
    aligned_vector<double> state;
    std::vector<block> blocks;

    std::size_t instances() const;
    std::size_t output_doubles() const;            ///< enough for all blocks, padded
    std::size_t output_base(std::size_t b) const;  ///< where the outputs of block b start
};

/// Points along a jittered curve; instance i joins two points that are mostly neighbours (3 in 4: i/2 and i/2 + 1, else
/// two up to 64 apart), as the edges of a mesh are. Half as many points as instances.
scene make_distance_scene(std::size_t instances);

/// Sketches of 60 points with 20 distances, 15 parallels and 10 perpendiculars each, as many as the instances need.
scene make_sketch_scene(std::size_t instances);

/// 16 cameras, 22,106 points and their first `instances` observations of 83,718, sorted by point as in files of
/// Bundle Adjustment in the Large.
scene make_reprojection_scene(std::size_t instances);

/// Twelve instances at and beside the singular points: coincident points, rotations by nothing, nearly nothing and far.
scene make_singular_distance_scene();
scene make_singular_reprojection_scene();

}  // namespace bench
