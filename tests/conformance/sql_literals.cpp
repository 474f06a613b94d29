#include "tests/conformance/sql_literals.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace argosy::tests {
namespace {

// Walks a source from literal to literal. It knows comments, raw strings, and that a quote may also
// stand in a number or be a character.
class Scanner {
  public:
    explicit Scanner(std::string_view source) : source_(source) {}

    std::vector<std::string> literals() {
        while (at_ < source_.size()) {
            if (starts("//")) {
                skip_past("\n");
            } else if (starts("/*")) {
                skip_past("*/");
            } else if (starts("R\"")) {
                add(raw());
            } else if (source_[at_] == '"') {
                add(plain('"'));
            } else if (source_[at_] == '\'' && !follows_digit()) {
                plain('\'');
                adjacent_ = false;
            } else {
                if (std::isspace(static_cast<unsigned char>(source_[at_])) == 0) adjacent_ = false;
                ++at_;
            }
        }
        return std::move(found_);
    }

  private:
    bool starts(std::string_view text) const { return source_.substr(at_).starts_with(text); }

    bool follows_digit() const {
        return at_ > 0 && std::isxdigit(static_cast<unsigned char>(source_[at_ - 1])) != 0;
    }

    void skip_past(std::string_view end) {
        const std::size_t found = source_.find(end, at_ + 2);
        at_ = found == std::string_view::npos ? source_.size() : found + end.size();
    }

    std::string raw() {
        const std::size_t open = source_.find('(', at_);
        const std::string end = ")" + std::string(source_.substr(at_ + 2, open - at_ - 2)) + "\"";
        const std::size_t close = std::min(source_.find(end, open), source_.size());
        at_ = std::min(close + end.size(), source_.size());
        return std::string(source_.substr(open + 1, close - open - 1));
    }

    std::string plain(char quote) {
        std::string text;
        for (++at_; at_ < source_.size() && source_[at_] != quote; ++at_) {
            if (source_[at_] == '\\') ++at_;
            text.push_back(source_[std::min(at_, source_.size() - 1)]);
        }
        ++at_;
        return text;
    }

    void add(const std::string& text) {
        if (adjacent_) {
            found_.back() += text;
        } else {
            found_.push_back(text);
        }
        adjacent_ = true;
    }

    std::string_view source_;
    std::size_t at_ = 0;
    bool adjacent_ = false;
    std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> sql_literals(std::string_view source) {
    constexpr std::array kVerbs{"SELECT ", "INSERT ", "UPDATE ", "DELETE "};
    std::vector<std::string> found = Scanner(source).literals();
    std::erase_if(found, [&](const std::string& text) {
        return std::ranges::none_of(kVerbs,
                                    [&](const char* verb) { return text.starts_with(verb); });
    });
    return found;
}

}  // namespace argosy::tests
