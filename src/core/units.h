#pragma once

/// @file
/// Quantities as types. Credits and units are whole numbers and never mix; a price is an `Ask`
/// (what we pay, the game's purchasePrice) or a `Bid` (what we get, its sellPrice), and nothing
/// else names a price (docs/glossary.md).

#include <fmt/core.h>

#include <compare>
#include <cstdint>

namespace argosy::core {

template <class Tag>
class Quantity {
  public:
    using Rep = std::int64_t;

    constexpr Quantity() = default;
    explicit constexpr Quantity(Rep count) : count_(count) {}

    constexpr Rep count() const { return count_; }

    friend constexpr auto operator<=>(const Quantity&, const Quantity&) = default;
    friend constexpr bool operator==(const Quantity&, const Quantity&) = default;

    friend constexpr Quantity operator+(Quantity a, Quantity b) {
        return Quantity(a.count_ + b.count_);
    }
    friend constexpr Quantity operator-(Quantity a, Quantity b) {
        return Quantity(a.count_ - b.count_);
    }
    friend constexpr Quantity operator-(Quantity a) { return Quantity(-a.count_); }
    friend constexpr Quantity operator*(Quantity a, Rep factor) {
        return Quantity(a.count_ * factor);
    }
    constexpr Quantity& operator+=(Quantity other) {
        count_ += other.count_;
        return *this;
    }
    constexpr Quantity& operator-=(Quantity other) {
        count_ -= other.count_;
        return *this;
    }

  private:
    Rep count_ = 0;
};

using Credits = Quantity<struct CreditsTag>;
using Units = Quantity<struct UnitsTag>;  ///< Units of cargo or of a market good.

/// A price per unit, from the side named by the tag.
template <class Tag>
class Price {
  public:
    constexpr Price() = default;
    explicit constexpr Price(std::int64_t credits_per_unit) : count_(credits_per_unit) {}

    constexpr std::int64_t count() const { return count_; }

    friend constexpr auto operator<=>(const Price&, const Price&) = default;
    friend constexpr bool operator==(const Price&, const Price&) = default;
    friend constexpr Credits operator*(Price price, Units units) {
        return Credits(price.count_ * units.count());
    }

  private:
    std::int64_t count_ = 0;
};

using Ask = Price<struct AskTag>;  ///< Credits we pay for one unit.
using Bid = Price<struct BidTag>;  ///< Credits we receive for one unit.

}  // namespace argosy::core

template <class Tag>
struct fmt::formatter<argosy::core::Quantity<Tag>> : fmt::formatter<std::int64_t> {
    auto format(argosy::core::Quantity<Tag> quantity, format_context& context) const {
        return fmt::formatter<std::int64_t>::format(quantity.count(), context);
    }
};

template <class Tag>
struct fmt::formatter<argosy::core::Price<Tag>> : fmt::formatter<std::int64_t> {
    auto format(argosy::core::Price<Tag> price, format_context& context) const {
        return fmt::formatter<std::int64_t>::format(price.count(), context);
    }
};
