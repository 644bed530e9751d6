#pragma once

/// NIST StRD, nonlinear regression, Misra1a (lower difficulty): y = b1 (1 - exp(-b2 x)), Misra (1978), dental research on
/// monomolecular adsorption. https://www.itl.nist.gov/div898/strd/nls/data/misra1a.shtml
namespace misra1a {

struct observation {
    double y, x;
};
inline constexpr observation data[] = {{10.07, 77.6},  {14.73, 114.9}, {17.94, 141.1}, {23.93, 190.8}, {29.61, 239.9},
                                       {35.18, 289.0}, {40.02, 332.8}, {44.82, 378.4}, {50.76, 434.8}, {55.05, 477.3},
                                       {61.01, 536.8}, {66.40, 593.1}, {75.47, 689.1}, {81.78, 760.0}};

struct start {
    double b1, b2;
};
inline constexpr start starts[] = {{500, 0.0001}, {250, 0.0005}};

namespace certified {
inline constexpr double b1 = 2.3894212918E+02, b2 = 5.5015643181E-04;
inline constexpr double deviation_b1 = 2.7070075241E+00, deviation_b2 = 7.2668688436E-06;
inline constexpr double residual_sum_of_squares = 1.2455138894E-01;
}  // namespace certified

}  // namespace misra1a
