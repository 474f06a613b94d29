#pragma once

/// @file
/// Reads a JSON answer member by member and remembers the first thing that was not as expected:
/// where it was, what it was, what was expected. Reading goes on with empty values after that, so
/// decoders stay free of checks. Knows no type of the game.

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace argosy::live {

/// A place in a JSON document. Cheap to copy; valid while document and problem live.
class JsonNode {
  public:
    /// @param problem  Receives the first thing that was not as expected; stays empty if none.
    JsonNode(const boost::json::value& document, std::string& problem)
        : value_(&document), problem_(&problem) {}

    /// Returns a member; its absence, or null, is a problem.
    JsonNode operator[](std::string_view member) const;
    /// Returns a member, or nothing when it is absent or null.
    std::optional<JsonNode> find(std::string_view member) const;
    /// Returns a member that is a text, or nothing; whatever else it is is no problem.
    std::optional<std::string> find_text(std::string_view member) const;
    /// Returns the elements of an array.
    std::vector<JsonNode> items() const;
    /// Returns the elements of an array member, none when it is absent or null.
    std::vector<JsonNode> items_of(std::string_view member) const;
    /// Returns the names of an object's members, in the document's order.
    std::vector<std::string> members() const;

    std::string text() const;
    std::int64_t whole() const;
    double number() const;
    bool truth() const;
    core::TimePoint time() const;

    /// Returns a text as a symbol type.
    template <class SymbolType>
    SymbolType symbol() const {
        return SymbolType(text());
    }

    /// Returns what `parse` makes of a text; nothing is a problem.
    template <class Level>
    Level level(std::optional<Level> (*parse)(std::string_view), std::string_view expected) const {
        const std::string spelling = text();
        if (const auto parsed = parse(spelling)) return *parsed;
        wrong(expected);
        return Level{};
    }

  private:
    JsonNode(const boost::json::value* value, std::string path, std::string& problem)
        : value_(value), path_(std::move(path)), problem_(&problem) {}

    void wrong(std::string_view expected) const;

    const boost::json::value* value_;
    std::string path_;
    std::string* problem_;
};

}  // namespace argosy::live
