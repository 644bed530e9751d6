// Question: what does it cost that a graph is known at run time only? A static kernel, the interpreter, and what programs do
// that keep expressions as nodes with virtual functions.
// Benchmarks are named <workload>/<implementation>/<instances>; results are compared before any is timed.
#include "comparison.hpp"

namespace {

constexpr bench::implementation implementations[] = {
    {"static", bench::prepare_ditto},
    {"interpreted", bench::prepare_interpreted},
    {"tree_walk", bench::prepare_tree_walk},
};

const bench::workload workloads[] = {
    {"distance", bench::make_distance_scene, {100, 10'000}},
    {"sketch45", bench::make_sketch_scene, {100, 10'000}},
    {"reprojection", bench::make_reprojection_scene, {100, 10'000}},
};

}  // namespace

int main(int argc, char** argv) { return bench::compare_and_time(argc, argv, implementations, workloads); }
