#pragma once

/// @file
/// What requests to the admin interface say. Unlike the public API's, their fields may be absent,
/// and an unknown one is an error: a misspelt option must not do something else.

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "sim/faults.h"
#include "sim/http_input.h"

namespace argosy::sim {

struct NumberRange {
    double least;
    double most;
};

/// Adds a problem for every field that is not among these.
void only_fields(const boost::json::object& body, std::initializer_list<std::string_view> names,
                 InputProblems& problems);

/// Each returns nothing when the field is absent, and adds a problem when it is of another type or
/// out of its range.
std::optional<double> maybe_number(const boost::json::object& body, std::string_view name,
                                   NumberRange range, InputProblems& problems);
std::optional<std::int64_t> maybe_whole(const boost::json::object& body, std::string_view name,
                                        InputProblems& problems);
std::optional<bool> maybe_flag(const boost::json::object& body, std::string_view name,
                               InputProblems& problems);
std::optional<std::string> maybe_text(const boost::json::object& body, std::string_view name,
                                      InputProblems& problems);

/// Reads what fault_json() writes, less what the server counts.
/// @error 422  Names every field that is wrong.
ApiResult<FaultRule> read_fault(const boost::json::object& body);

boost::json::object fault_json(std::int64_t number, const FaultRule& rule);

}  // namespace argosy::sim
