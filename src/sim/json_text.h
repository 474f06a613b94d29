#pragma once

/// @file
/// JSON as the game writes it: fractions as decimals, where the library would write 0.35 as 3.5E-1.

#include <boost/json/value.hpp>
#include <string>

namespace argosy::sim {

/// Returns the value as text, without blanks.
std::string to_json_text(const boost::json::value& value);

}  // namespace argosy::sim
