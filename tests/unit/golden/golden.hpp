#pragma once

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

/// Cases with known answers: golden/golden.json of the data folder, described in the README beside it.
namespace golden {

using json = nlohmann::json;

/// The records of a section. Where there is no such file the test ends here, and counts as skipped.
inline const json& section(const std::string& name) {
    static const json all = [] {
        const char* folder = std::getenv("DITTO_DATA");
        const std::string path = std::string(folder != nullptr ? folder : "../shared/data") + "/golden/golden.json";
        std::ifstream file(path);
        if (!file) {
            std::cout << "skipped: no " << path << "; set DITTO_DATA" << std::endl;
            std::exit(77);
        }
        return json::parse(file);
    }();
    return all.at(name);
}

/// A number; those that JSON cannot hold are text.
inline double number(const json& value) {
    if (value.is_number()) return value.get<double>();
    const auto text = value.get<std::string>();
    if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (text == "Infinity") return std::numeric_limits<double>::infinity();
    if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
    throw std::invalid_argument("not a number: " + text);
}

inline std::vector<double> numbers(const json& values) {
    std::vector<double> result;
    for (const json& value : values) result.push_back(number(value));
    return result;
}

}  // namespace golden
