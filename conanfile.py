import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, cmake_layout
from conan.tools.files import copy, load

required_conan_version = ">=2.4"


class DittoConan(ConanFile):
    name = "ditto"
    description = "Residuals written once, compiled to one SIMD kernel per structure"
    license = "BSL-1.0"
    topics = ("automatic-differentiation", "simd", "least-squares", "optimization", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    generators = "CMakeToolchain", "CMakeDeps"
    exports_sources = "CMakeLists.txt", "cmake/*", "include/*", "LICENSE"
    no_copy_source = True
    default_options = {"boost/*:header_only": True}

    def set_version(self):
        text = load(self, os.path.join(self.recipe_folder, "CMakeLists.txt"))
        self.version = self.version or re.search(r"project\(\s*ditto\s+VERSION\s+([0-9.]+)", text).group(1)

    def requirements(self):
        self.requires("boost/[>=1.74 <2]", transitive_headers=True)
        self.requires("xsimd/[>=8.1 <15]", transitive_headers=True)
        self.requires("eigen/[>=3.4 <4]", transitive_headers=True)
        self.requires("nlohmann_json/[>=3.11 <4]", transitive_headers=True)

    def layout(self):
        cmake_layout(self)

    def validate(self):
        check_min_cppstd(self, 20)

    def build(self):
        cmake = CMake(self)
        tools = ("TESTS", "EXAMPLES", "BENCHES")
        cmake.configure(variables={f"DITTO_BUILD_{tool}": "OFF" for tool in tools})

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))

    def package_id(self):
        self.info.clear()

    def package_info(self):
        # The package brings the CMake files that any installation has: they find the dependencies, Conan's or the
        # system's, and set what the compiler needs. Conan writes none of its own.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs = [os.path.join("share", "cmake", "ditto")]
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
