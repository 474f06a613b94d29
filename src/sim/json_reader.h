#pragma once

/// @file
/// Reads a data file's JSON and remembers everything that is wrong with it, so that a person
/// mends a file in one go: each problem says where, what was there, and what was expected.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace argosy::sim {

class JsonReader {
  public:
    /// @param file  Names the text in problems: "scenarios/x1-ad75.json".
    explicit JsonReader(std::string file) : file_(std::move(file)) {}

    /// Parses the whole text; null, and a problem, when it is no JSON.
    boost::json::value parse(std::string_view text);

    /// Each returns the member, or an empty value and a problem.
    const boost::json::object& object(const boost::json::value& value, std::string_view place);
    const boost::json::object& object(const boost::json::object& from, std::string_view place,
                                      std::string_view name);
    const boost::json::array& array(const boost::json::object& from, std::string_view place,
                                    std::string_view name);
    std::string text(const boost::json::object& from, std::string_view place,
                     std::string_view name);
    std::int64_t integer(const boost::json::object& from, std::string_view place,
                         std::string_view name);

    /// Each returns nothing when the member is absent, a problem when it is of another kind.
    std::optional<std::string> maybe_text(const boost::json::object& from, std::string_view place,
                                          std::string_view name);
    std::optional<std::int64_t> maybe_integer(const boost::json::object& from,
                                              std::string_view place, std::string_view name);

    /// Reports members whose names are not among those expected: mostly misspelt ones.
    void only(const boost::json::object& object, std::string_view place,
              std::initializer_list<std::string_view> names);

    void problem(std::string_view place, std::string_view what);

    bool ok() const { return problems_.empty(); }
    /// Returns all problems as one error.  @pre !ok()
    core::Error error() const;

  private:
    static constexpr std::size_t kProblemsShown = 50;

    std::string file_;
    std::vector<std::string> problems_;
};

}  // namespace argosy::sim
