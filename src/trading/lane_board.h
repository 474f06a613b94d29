#pragma once

/// @file
/// Every lane of a system and the places that lanes join, by number, so that who decides among
/// thousands of them looks nothing up by name. It stays as it is for as long as markets are known
/// to trade the same goods.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "market/market_book.h"

namespace argosy::trading {

/// A good that can be bought at one market and sold at another.
struct Lane {
    model::TradeSymbol good;
    model::WaypointSymbol from;
    model::WaypointSymbol to;

    friend auto operator<=>(const Lane&, const Lane&) = default;
};

/// A good at a market where a lane begins or ends.
struct LanePlace {
    const market::Listing* listing;  ///< With a state. Valid while the board is current.
    std::int32_t market;             ///< Its market's number.
};

class LaneBoard {
  public:
    /// Where a lane begins and ends: numbers in places().
    struct Ends {
        std::int32_t source;
        std::int32_t sink;
    };

    /// Makes the board that of the lanes of a system whose prices are known at both ends, of those
    /// that do not rest.
    /// @cost nothing but comparing numbers while none of that has changed
    void refresh(const market::MarketBook& markets, const model::SystemSymbol& system,
                 const std::map<Lane, core::TimePoint>& resting);

    /// Returns whether it shows what is known now.
    bool is_current(const market::MarketBook& markets) const {
        return version_ == markets.version();
    }

    /// Returns the lanes, in order.
    const std::vector<Lane>& lanes() const { return lanes_; }
    /// The same, by number.
    const std::vector<Ends>& ends() const { return ends_; }

    /// Returns the places, by good, then market.
    const std::vector<LanePlace>& places() const { return places_; }
    /// Returns the markets of all places, by their number.
    const std::vector<model::WaypointSymbol>& markets() const { return markets_; }

    /// Returns the number of a place; nothing where no lane of the system may begin or end.
    std::optional<std::size_t> find(const model::WaypointSymbol& market,
                                    const model::TradeSymbol& good) const;

  private:
    /// Market and good; found without a copy of either.
    using Name = std::pair<std::string, std::string>;
    using NameView = std::pair<std::string_view, std::string_view>;
    struct NameRules {
        using is_transparent = void;
        std::size_t operator()(const NameView& name) const;
        bool operator()(const NameView& a, const NameView& b) const { return a == b; }
    };

    void add_place(const market::Listing& listing);
    void join(const model::TradeSymbol& good, std::size_t first,
              const std::map<Lane, core::TimePoint>& resting);

    std::int64_t version_ = -1;
    std::vector<Lane> left_out_;  ///< Those that rested when it was made.
    std::vector<LanePlace> places_;
    std::vector<model::WaypointSymbol> markets_;
    std::vector<Lane> lanes_;
    std::vector<Ends> ends_;
    std::unordered_map<Name, std::size_t, NameRules, NameRules> numbers_;
    std::unordered_map<model::WaypointSymbol, std::int32_t> market_numbers_;
};

}  // namespace argosy::trading
