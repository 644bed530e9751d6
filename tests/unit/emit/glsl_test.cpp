// GLSL is accepted by the reference compiler, or, where that is not installed, the test is skipped.
#include "catch.hpp"
#include "shader_samples.hpp"

#include <cstdio>

namespace {

using ditto::emit::precision;

TEST_CASE("glslangValidator accepts the GLSL of all operations and of random graphs") {
    if (!shaders::run("glslangValidator --version > /dev/null 2>&1")) {
        std::puts("skipped: there is no glslangValidator (package glslang-tools)");
        std::exit(77);
    }
    const shaders::scratch_folder folder;
    const auto operations = shaders::single_operations();
    const auto graphs = shaders::random_samples(5, 200);
    for (const precision numbers : {precision::single_precision, precision::double_precision}) {
        // All functions in one shader: their names are their own. And each graph in a shader of its own.
        std::ofstream all(folder.path / "all.comp");
        all << "#version 450\n";
        for (std::size_t n = 0; n < operations.size(); ++n)
            all << ditto::emit::glsl(operations[n].function, "f" + std::to_string(n), numbers);
        all << "layout(local_size_x = 1) in;\nvoid main() {}\n";
        all.close();
        std::string files = (folder.path / "all.comp").string();
        for (std::size_t n = 0; n < graphs.size(); ++n) {
            const auto file = folder.path / (std::to_string(n) + ".comp");
            const std::string type = numbers == precision::single_precision ? "float" : "double";
            const std::size_t parameters = graphs[n].function.parameters(), outputs = graphs[n].function.outputs();
            std::ofstream(file) << "#version 450\n"
                                << ditto::emit::glsl(graphs[n].function, "f", numbers)
                                << "layout(local_size_x = 1) in;\nlayout(std430, binding = 0) buffer Data { " << type
                                << " data[]; };\n"
                                << "void main() {\n    " << type << " x[" << parameters << "], y[" << outputs
                                << "];\n    for (int i = 0; i < " << parameters
                                << "; ++i) x[i] = data[i];\n    f(x, y);\n    data[0] = y[0];\n}\n";
            files += ' ' + file.string();
        }
        CHECK(shaders::run("glslangValidator " + files + " > " + (folder.path / "log").string() + " || { cat " +
                           (folder.path / "log").string() + "; false; }"));
    }
}

}  // namespace
