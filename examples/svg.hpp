#pragma once

#include <ditto/error.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>

/// Just enough SVG for the pictures of the examples: shapes in pixels, styled with CSS.
namespace svg {

struct point {
    double x, y;
};

/// Maps a world with y upwards to pixels with y downwards.
struct view {
    point origin;  ///< pixels of the world's origin
    double scale;  ///< pixels per unit
    point operator()(double x, double y) const { return {origin.x + scale * x, origin.y - scale * y}; }
};

class picture {
public:
    picture(double width, double height) {
        const std::string w = number(width), h = number(height);
        text_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + w + "\" height=\"" + h + "\" viewBox=\"0 0 " + w +
                " " + h + "\" font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\">\n";
        rectangle({0, 0}, {width, height}, "fill:#ffffff");
    }

    void rectangle(point corner, point size, std::string_view style) {
        text_ += "<rect x=\"" + number(corner.x) + "\" y=\"" + number(corner.y) + "\" width=\"" + number(size.x) +
                 "\" height=\"" + number(size.y) + "\"" + styled(style);
    }
    void line(point a, point b, std::string_view style) {
        text_ += "<path d=\"M" + pair(a) + "L" + pair(b) + "\"" + styled(style);
    }
    void polyline(std::span<const point> points, std::string_view style) {
        text_ += "<path d=\"";
        for (std::size_t i = 0; i < points.size(); ++i) text_ += (i == 0 ? "M" : "L") + pair(points[i]);
        text_ += "\"" + styled(style);
    }
    void circle(point center, double radius, std::string_view style) {
        text_ += "<circle cx=\"" + number(center.x) + "\" cy=\"" + number(center.y) + "\" r=\"" + number(radius) + "\"" +
                 styled(style);
    }
    /// Many dots as one element: the style gives their colour as `stroke` and their diameter as `stroke-width`.
    void dots(std::span<const point> centers, std::string_view style) {
        text_ += "<path d=\"";
        for (const point& p : centers) text_ += "M" + pair(p) + "h0";
        text_ += "\"" + styled("stroke-linecap:round;" + std::string(style));
    }
    void text(point at, std::string_view words, std::string_view style) {
        text_ += "<text x=\"" + number(at.x) + "\" y=\"" + number(at.y) + "\" style=\"" + std::string(style) + "\">";
        for (const char c : words) text_ += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string(1, c);
        text_ += "</text>\n";
    }

    void save(const std::filesystem::path& file) const {
        std::ofstream out(file, std::ios::binary);
        out << text_ << "</svg>\n";
        if (!out.flush()) throw ditto::error("cannot write the picture " + file.string());
    }

private:
    static std::string number(double x) {
        char digits[32];
        const int length = std::snprintf(digits, sizeof digits, "%.1f", x);
        std::string written(digits, static_cast<std::size_t>(length));
        if (written.ends_with(".0")) written.resize(written.size() - 2);
        return written;
    }
    static std::string pair(point p) { return number(p.x) + " " + number(p.y); }
    static std::string styled(std::string_view style) { return " style=\"" + std::string(style) + "\"/>\n"; }

    std::string text_;
};

}  // namespace svg
