// Question: does a kernel that ditto makes from a definition cost more than one that a careful person writes by hand?
// Benchmarks are named <workload>/<implementation>/<instances>. Never time a wrong answer: all implementations are
// compared with each other before any is timed.
#include "comparison.hpp"

namespace {

constexpr bench::implementation implementations[] = {
    {"ditto", bench::prepare_ditto},
    {"hand_batch", bench::prepare_hand_batch},
    {"hand_batch_passes", bench::prepare_hand_batch_passes, true, true, "reprojection"},
    {"hand_scalar", bench::prepare_hand_scalar},
    {"ceres_jet", bench::prepare_ceres_jet, true, false},
    {"ceres_cost_function", bench::prepare_ceres_cost_function, true, false},
    {"traffic", bench::prepare_traffic, false, false},
};

const bench::workload workloads[] = {
    {"distance", bench::make_distance_scene, {100, 10'000, 1'000'000}},
    {"sketch45", bench::make_sketch_scene, {100, 10'000, 1'000'000}},
    {"reprojection", bench::make_reprojection_scene, {100, 10'000, 83'718}},
};

}  // namespace

int main(int argc, char** argv) { return bench::compare_and_time(argc, argv, implementations, workloads); }
