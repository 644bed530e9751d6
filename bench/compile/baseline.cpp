// What any kernel over batches pays before its first line: xsimd, and the standard headers that ditto's kernels use.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <limits>
#include <memory>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <xsimd/xsimd.hpp>

int main() { return 0; }
