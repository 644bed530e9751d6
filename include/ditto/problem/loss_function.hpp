#pragma once

#include <ditto/define/description.hpp>
#include <ditto/define/losses.hpp>
#include <ditto/define/residual.hpp>
#include <ditto/graph/differentiate.hpp>
#include <ditto/kernel/static_kernel.hpp>
#include <ditto/problem/aligned_vector.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ditto::detail {

/// d y / d x as part of what is being traced.
template <class Y, class X>
constexpr quantity<any_dimension> slope(const Y& y, const X& x) {
    const symbol value = symbol_of(y), by = symbol_of(x);
    if (value.owner() == nullptr) return 0.0;
    graph& g = *value.owner();
    const node_id wrt[] = {by.id()};
    return quantity<any_dimension>(differentiate_reverse(g, value.id(), wrt, depends_on(g, g.size(), wrt))[0]);
}

/// ρ, ρ' and ρ'' of a loss, given s and its parameters.
template <class L, std::size_t... I>
constexpr auto define_loss(std::index_sequence<I...>) {
    return residual<given<real>, std::conditional_t<(I < sizeof...(I)), given<real>, void>...>([](auto s, auto... parameters) {
        const auto value = L::rho(s, parameters...);
        const auto first = slope(value, s);
        return vec{quantity<any_dimension>(symbol_of(value)), first, slope(first, s)};
    });
}
template <class L>
inline constexpr auto loss_definition = define_loss<L>(std::make_index_sequence<parameter_count<L>>{});

/// A loss with its parameters, whatever its type: ρ, ρ' and ρ'' for a batch of squared lengths.
template <class Scalar>
class loss_function {
public:
    static constexpr std::size_t lanes = ditto::lanes<batch<Scalar>>;

    template <loss L>
    explicit loss_function(const L& of) : kernel_(&loss_definition<L>.template kernel<Scalar>()) {
        const auto parameters = of.parameters();
        const auto planes = description_of<std::remove_cvref_t<decltype(loss_definition<L>)>>.given_planes;
        plane_of_s_ = planes[0];
        values_.assign(planes.size() * lanes, Scalar(0));
        for (std::size_t k = 0; k < parameters.size(); ++k)
            for (std::size_t l = 0; l < lanes; ++l)
                values_[planes[k + 1] * lanes + l] = static_cast<Scalar>(parameters[k]);
    }

    friend bool operator==(const loss_function& a, const loss_function& b) {
        return a.kernel_ == b.kernel_ && a.values_ == b.values_;
    }

    /// out[k * lanes + l] = ρ of squared[l], ρ', ρ'' for k = 0, 1, 2; both aligned to registers.
    void operator()(const Scalar* squared, Scalar* out) const {
        std::array<const Scalar*, 16> few;
        std::vector<const Scalar*> many(kernel_->shape.givens > few.size() ? kernel_->shape.givens : 0);
        const Scalar** planes = many.empty() ? few.data() : many.data();
        for (std::size_t k = 0; k < kernel_->shape.givens; ++k)
            planes[k] = k == plane_of_s_ ? squared : values_.data() + k * lanes;
        kernel_->residuals(kernel_->context, {nullptr, nullptr, planes}, 0, 1, out);
    }

private:
    const kernel_table<Scalar>* kernel_;
    std::uint32_t plane_of_s_ = 0;
    aligned_vector<Scalar> values_;  // [plane * lanes + lane]
};

}  // namespace ditto::detail
