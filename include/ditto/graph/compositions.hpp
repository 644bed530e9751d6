#pragma once

#include <ditto/graph/operations.hpp>

/// Operations that are said with others: they have a name and no node. Derivatives, domains and choices at singular points
/// are those of what they are made of, which is also where equal parts of several are shared.
namespace ditto::op {

/// a²
struct square {
    static constexpr std::string_view name = "square";
    static constexpr std::size_t arity = 1;
    template <class A>
    static constexpr auto value(const A& a) {
        return a * a;
    }
};

/// a³
struct cube {
    static constexpr std::string_view name = "cube";
    static constexpr std::size_t arity = 1;
    template <class A>
    static constexpr auto value(const A& a) {
        return a * a * a;
    }
};

/// a b + c, which a kernel rounds once where the processor fuses it, as it does every such sum.
struct fma {
    static constexpr std::string_view name = "fma";
    static constexpr std::size_t arity = 3;
    template <class A, class B, class C>
    static constexpr auto value(const A& a, const B& b, const C& c) {
        return a * b + c;
    }
};

/// The number in [low, high] nearest to a; low where they cross. At a bound the derivative is the mean of both sides, 1/2.
struct clamp {
    static constexpr std::string_view name = "clamp";
    static constexpr std::size_t arity = 3;
    template <class A, class Low, class High>
    static constexpr auto value(const A& a, const Low& low, const High& high) {
        return ditto::max(low, ditto::min(a, high));
    }
};

/// Rectified linear unit max(a, 0), with derivative 0 at 0.
struct relu {
    static constexpr std::string_view name = "relu";
    static constexpr std::size_t arity = 1;
    template <class A>
    static constexpr auto value(const A& a) {
        return ditto::select(a <= 0, 0, a);  // NaN stays
    }
};

/// a, or slope a where a <= 0, with derivative `slope` at 0.
struct leaky_relu {
    static constexpr std::string_view name = "leaky_relu";
    static constexpr std::size_t arity = 2;
    template <class A, class Slope>
    static constexpr auto value(const A& a, const Slope& slope) {
        return ditto::select(a <= 0, slope * a, a);
    }
};

/// Sigmoid linear unit a σ(a), also called swish.
struct silu {
    static constexpr std::string_view name = "silu";
    static constexpr std::size_t arity = 1;
    template <class A>
    static constexpr auto value(const A& a) {
        return a * ditto::sigmoid(a);
    }
};

/// Gaussian error linear unit a Φ(a), Φ the normal distribution, by erfc: digits last on the negative side.
struct gelu {
    static constexpr std::string_view name = "gelu";
    static constexpr std::size_t arity = 1;
    template <class A>
    static constexpr auto value(const A& a) {
        return 0.5 * a * ditto::erfc(a * -0x1.6a09e667f3bcdp-1);
    }
};

/// Condition a > b.
struct greater {
    static constexpr std::string_view name = "greater";
    static constexpr std::size_t arity = 2;
    template <class A, class B>
    static constexpr auto value(const A& a, const B& b) {
        return apply(less{}, b, a);
    }
};

/// Condition a >= b.
struct greater_equal {
    static constexpr std::string_view name = "greater_equal";
    static constexpr std::size_t arity = 2;
    template <class A, class B>
    static constexpr auto value(const A& a, const B& b) {
        return apply(less_equal{}, b, a);
    }
};

/// Condition !a.
struct logical_not {
    static constexpr std::string_view name = "logical_not";
    static constexpr std::size_t arity = 1;
    template <class A>
    static constexpr auto value(const A& a) {
        return apply(select{}, a, false, true);
    }
};

/// Condition a != b: it holds where either is NaN.
struct not_equal {
    static constexpr std::string_view name = "not_equal";
    static constexpr std::size_t arity = 2;
    template <class A, class B>
    static constexpr auto value(const A& a, const B& b) {
        return logical_not::value(apply(equal{}, a, b));
    }
};

/// Condition a && b of conditions. Both are computed: there is nothing to skip in a batch.
struct logical_and {
    static constexpr std::string_view name = "logical_and";
    static constexpr std::size_t arity = 2;
    template <class A, class B>
    static constexpr auto value(const A& a, const B& b) {
        return apply(select{}, a, b, false);
    }
};

/// Condition a || b of conditions. Both are computed.
struct logical_or {
    static constexpr std::string_view name = "logical_or";
    static constexpr std::size_t arity = 2;
    template <class A, class B>
    static constexpr auto value(const A& a, const B& b) {
        return apply(select{}, a, true, b);
    }
};

}  // namespace ditto::op

namespace ditto {

/// Every operation that is said with others.
using compositions =
    boost::mp11::mp_list<op::square, op::cube, op::fma, op::clamp, op::relu, op::leaky_relu, op::silu, op::gelu, op::greater,
                         op::greater_equal, op::not_equal, op::logical_not, op::logical_and, op::logical_or>;

template <traced A>
constexpr auto square(const A& a) {
    return op::square::value(a);
}
template <traced A>
constexpr auto cube(const A& a) {
    return op::cube::value(a);
}
template <class A, class B, class C>
    requires traced_operands<A, B, C>
constexpr auto fma(const A& a, const B& b, const C& c) {
    return op::fma::value(a, b, c);
}
template <class A, class Low, class High>
    requires traced_operands<A, Low, High>
constexpr auto clamp(const A& a, const Low& low, const High& high) {
    return op::clamp::value(a, low, high);
}
template <traced A>
constexpr auto relu(const A& a) {
    return op::relu::value(a);
}
template <traced A, class Slope = double>
    requires(traced<Slope> || number<Slope>)
constexpr auto leaky_relu(const A& a, const Slope& slope = 0.01) {
    return op::leaky_relu::value(a, slope);
}
template <traced A>
constexpr auto silu(const A& a) {
    return op::silu::value(a);
}
template <traced A>
constexpr auto gelu(const A& a) {
    return op::gelu::value(a);
}
template <class A, class B>
    requires traced_operands<A, B>
constexpr auto operator!=(const A& a, const B& b) {
    return op::not_equal::value(a, b);
}
template <traced A>
constexpr auto operator!(const A& a) {
    return op::logical_not::value(a);
}
template <class A, class B>
    requires traced_operands<A, B>
constexpr auto operator&&(const A& a, const B& b) {
    return op::logical_and::value(a, b);
}
template <class A, class B>
    requires traced_operands<A, B>
constexpr auto operator||(const A& a, const B& b) {
    return op::logical_or::value(a, b);
}

}  // namespace ditto
