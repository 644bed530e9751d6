// WGSL is accepted by wgpu, computed by the processor it finds, and yields what the kernel does. Without the Python package
// wgpu and a Vulkan driver (mesa-vulkan-drivers has one for the CPU) the test is skipped. DITTO_PYTHON says which python.
#include "catch.hpp"
#include "shader_samples.hpp"

#include <cstdio>

namespace {

TEST_CASE("wgpu accepts the WGSL of all operations and of random graphs, which yields what the kernel does") {
    const char* python = std::getenv("DITTO_PYTHON");
    const std::string script = std::string(python != nullptr ? python : "python3") + ' ' +
                               (std::filesystem::absolute(__FILE__).parent_path() / "run_wgsl.py").string() + ' ';
    if (!shaders::run(script + "--available > /dev/null 2>&1")) {
        std::puts("skipped: there is no wgpu (Python package wgpu, and a Vulkan driver)");
        std::exit(77);
    }
    const shaders::scratch_folder folder;
    const auto operations = shaders::single_operations();
    std::ofstream all(folder.path / "all.wgsl");
    for (std::size_t n = 0; n < operations.size(); ++n)
        all << ditto::emit::wgsl(operations[n].function, "operation" + std::to_string(n));
    all << "@compute @workgroup_size(1) fn main() {}\n";
    all.close();

    const auto graphs = shaders::random_samples(5, 200);
    for (std::size_t n = 0; n < graphs.size(); ++n) {
        const std::size_t parameters = graphs[n].function.parameters(), outputs = graphs[n].function.outputs();
        const std::string name = std::to_string(n);
        std::ofstream(folder.path / (name + ".wgsl"))
            << ditto::emit::wgsl(graphs[n].function, "f")
            << "@group(0) @binding(0) var<storage, read_write> data: array<f32>;\n"
            << "@compute @workgroup_size(1) fn main() {\n    var x: array<f32, " << parameters
            << ">;\n    for (var i = 0; i < " << parameters
            << "; i++) { x[i] = data[i]; }\n    let y = f(x);\n    for (var i = 0; i < " << outputs
            << "; i++) { data[i] = y[i]; }\n}\n";
        std::ofstream points(folder.path / (name + ".in"));
        for (const double x : graphs[n].point) points << x << '\n';
    }
    REQUIRE(shaders::run(script + folder.path.string()));
    for (std::size_t n = 0; n < graphs.size(); ++n) {
        std::vector<double> point;
        for (const double x : graphs[n].point) point.push_back(static_cast<float>(x));
        std::ifstream results(folder.path / (std::to_string(n) + ".out"));
        for (const double expected : graphs[n].function(point)) {
            double got = HUGE_VAL;
            results >> got;
            INFO("function " << n);
            CHECK(got == Approx(expected).epsilon(5e-3).margin(5e-3));  // sines of a GPU may err by 2^-11
        }
    }
}

}  // namespace
