#pragma once

/// @file
/// What a request of the HTTP front says: path, query and body, read with every field's problem
/// collected, so that a refusal names them all.

#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/api_error.h"
#include "sim/handover.h"
#include "sim/http_message.h"

namespace argosy::sim {

struct Target {
    std::vector<std::string> segments;  ///< Decoded, without empty ones.
    std::vector<std::pair<std::string, std::string>> query;
};

/// Returns nothing for a target that is not a path with a query.
std::optional<Target> parse_target(std::string_view target);

/// Returns what stands for each `{}` of a pattern like "/my/ships/{}/nav", or nothing when the path
/// is another.
std::optional<std::vector<std::string>> match_path(std::string_view pattern,
                                                   std::span<const std::string> segments);

/// A page of a list: items [first(), first() + limit).
struct PageRequest {
    std::size_t page = 1;
    std::size_t limit = 10;

    std::size_t first() const { return (page - 1) * limit; }
};

/// Collects what is wrong with a request's fields.
class InputProblems {
  public:
    void add(std::string_view field, std::string problem);
    bool empty() const { return problems_.empty(); }
    /// Returns 422 with every problem, or nothing.
    std::optional<ApiError> refusal() const;

  private:
    std::map<std::string, std::vector<std::string>> problems_;
};

PageRequest read_page(const Target& target, InputProblems& problems);

/// Returns every value of a query parameter, also of `name[]`, in order.
std::vector<std::string> query_values(const Target& target, std::string_view name);

/// Reads a request's body as an object; an absent body is an empty one.
/// @error 5000  The content type is another than JSON.
/// @error 422   The body is no JSON object.
ApiResult<boost::json::object> read_body(const HttpRequest& request);

/// Each adds a problem and returns an empty value when the field is absent or of another type.
std::string text_field(const boost::json::object& body, std::string_view name,
                       InputProblems& problems);
std::int64_t whole_field(const boost::json::object& body, std::string_view name,
                         InputProblems& problems);

/// Reads a body of shipSymbol, tradeSymbol and units.  @error 5000, 422
ApiResult<Handover> read_handover(const HttpRequest& request);

}  // namespace argosy::sim
