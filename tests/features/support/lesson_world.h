#pragma once

/// @file
/// What the steps of the lessons share: a business with a chain of MACHINERY, and days of the whole
/// program.

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "kernel/virtual_world.h"
#include "tests/features/support/works.h"

namespace argosy::tests {

/// A business with a chain of MACHINERY: its factory is C1, IRON is sold at B1, customers are A1
/// and, nearer and poorer, D1.
struct LessonWorld {
    /// Product that earns a tenth of its base price is carried: the small world's prices move
    /// faster than a real one's, and there would be little to see.
    LessonWorld() { works.settings.gate.sale_margin_bp = 1'000; }

    void add_chain(std::int64_t stock_of_factory);
    /// Adds Y1, which makes SHIP_PLATING of MACHINERY and ALUMINUM, and a customer for it.
    void add_shipyard();

    /// Returns the first haul that a ship was given, waiting for it.
    const std::string& first_haul();
    std::int64_t of_first_haul(const std::string& task_types, const std::string& column);
    /// Returns how many rows these tables and conditions have.
    std::int64_t count(const std::string& of) const;

    Works works;
    std::string haul;
    std::int64_t planned = 0;  ///< Units of the first haul.
    std::map<std::string, std::int64_t> ready_at;
    std::size_t deliveries = 0;
    std::optional<manufacturing::DeliverySlot> slot;  ///< Of the delivery that was asked about.
    std::optional<store::Row> forecast;               ///< Of MACHINERY, as it was last asked for.
};

/// Returns what a scenario calls 30 minutes.
core::Duration length(std::int64_t count, const std::string& unit);

/// Returns a day of the whole program in the recorded system, stopped at its end: made once for all
/// scenarios that ask for it.
kernel::VirtualWorld& day(std::int64_t haulers, const std::string& law);

/// The day a scenario is about.
struct DayWorld {
    kernel::VirtualWorld* world = nullptr;

    std::int64_t number(std::string_view sql) const;
};

}  // namespace argosy::tests
