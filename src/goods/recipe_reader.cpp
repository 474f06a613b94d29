#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <fstream>
#include <iterator>
#include <set>

#include "goods/recipes.h"

namespace argosy::goods {
namespace {

using model::TradeSymbol;

// What the game's answer puts around the map.
const std::set<std::string, std::less<>> kWrappers{"data", "exportToImportMap"};

bool is_symbol(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
}

// Takes the events of Boost's parser, which is given the text line by line: values of a parsed
// document would no longer know where they stood.
class RecipeReader {
  public:
    static constexpr std::size_t max_object_size = 10'000;
    static constexpr std::size_t max_array_size = 1'000;
    static constexpr std::size_t max_key_size = 1'000;
    static constexpr std::size_t max_string_size = 1'000;
    using Ec = boost::system::error_code;
    using Text = boost::json::string_view;

    explicit RecipeReader(std::string_view name) : name_(name) {}

    void begin_line() { ++line_; }
    void problem(std::string_view what) { problem(line_, what); }

    bool on_document_begin(Ec&) { return true; }
    bool on_document_end(Ec&) { return true; }
    bool on_object_begin(Ec&) {
        const bool is_map = open_.empty() || (open_.back() == In::kMap && kWrappers.contains(key_));
        if (!is_map) unexpected("an object");
        open_.push_back(is_map ? In::kMap : In::kNoPlace);
        return true;
    }
    bool on_object_end(std::size_t, Ec&) {
        open_.pop_back();
        return true;
    }
    bool on_array_begin(Ec&) {
        const bool is_recipe = !open_.empty() && open_.back() == In::kMap;
        if (!is_recipe) unexpected("an array");
        open_.push_back(is_recipe ? In::kInputs : In::kNoPlace);
        if (is_recipe) begin_recipe();
        return true;
    }
    bool on_array_end(std::size_t, Ec&) {
        if (open_.back() == In::kInputs) end_recipe();
        open_.pop_back();
        return true;
    }
    bool on_key_part(Text part, std::size_t, Ec&) { return collect(part); }
    bool on_key(Text part, std::size_t, Ec&) {
        key_ = collected(part);
        key_line_ = line_;
        return true;
    }
    bool on_string_part(Text part, std::size_t, Ec&) { return collect(part); }
    bool on_string(Text part, std::size_t, Ec&) {
        add_input(collected(part));
        return true;
    }
    bool on_number_part(Text, Ec&) { return true; }
    bool on_int64(std::int64_t, Text, Ec&) { return unexpected("a number"); }
    bool on_uint64(std::uint64_t, Text, Ec&) { return unexpected("a number"); }
    bool on_double(double, Text, Ec&) { return unexpected("a number"); }
    bool on_bool(bool, Ec&) { return unexpected("true or false"); }
    bool on_null(Ec&) { return unexpected("null"); }
    bool on_comment_part(Text, Ec&) { return true; }
    bool on_comment(Text, Ec&) { return true; }

    Result<model::RecipeMap> finish() && {
        if (problems_.empty()) look_for_cycles();
        if (problems_.empty() && recipes_.empty()) problem("there are no recipes");
        if (problems_.empty()) return std::move(recipes_);
        return core::Error{core::ErrorCode::kConfiguration,
                           fmt::format("{}", fmt::join(problems_, "\n"))};
    }

  private:
    enum class In : std::uint8_t { kMap, kInputs, kNoPlace };

    void problem(std::int64_t line, std::string_view what) {
        problems_.push_back(fmt::format("{}:{}: {}", name_, line, what));
    }

    // What is inside a value that should not be there is not told of again.
    bool unexpected(std::string_view what) {
        if (open_.empty()) {
            problem(fmt::format("the map was {}, expected an object", what));
        } else if (open_.back() == In::kMap) {
            problem(fmt::format("{} was {}, expected an array of goods", key_, what));
        } else if (open_.back() == In::kInputs) {
            problem(fmt::format("an input of {} was {}, expected a good", key_, what));
        }
        return true;
    }

    bool collect(Text part) {
        text_.append(part.data(), part.size());
        return true;
    }
    std::string collected(Text last) {
        collect(last);
        return std::exchange(text_, {});
    }

    void begin_recipe() {
        inputs_.clear();
        if (!is_symbol(key_)) {
            problem(fmt::format("\"{}\" is no good's symbol, expected one like IRON_ORE", key_));
        }
        const auto before = lines_.find(TradeSymbol(key_));
        if (before != lines_.end()) {
            problem(key_line_,
                    fmt::format("{} is named a second time, after line {}", key_, before->second));
        }
        lines_.emplace(TradeSymbol(key_), key_line_);
    }

    void add_input(const std::string& text) {
        if (open_.empty() || open_.back() != In::kInputs) {
            unexpected("a text");
        } else if (!is_symbol(text)) {
            problem(fmt::format("\"{}\" is no good's symbol, expected one like IRON_ORE", text));
        } else if (std::ranges::find(inputs_, TradeSymbol(text)) == inputs_.end()) {
            // The game's own map names one input twice.
            inputs_.emplace_back(text);
        }
    }

    void end_recipe() {
        std::map<TradeSymbol, core::Units> inputs;
        for (const TradeSymbol& input : inputs_)
            inputs.emplace(input, core::Units(1));
        const auto recipe = ProductionRecipe::create(TradeSymbol(key_), std::move(inputs));
        if (!recipe) problem(key_line_, recipe.error().message);
        recipes_.emplace(TradeSymbol(key_), std::exchange(inputs_, {}));
    }

    void look_for_cycles() {
        std::set<TradeSymbol> told;
        for (const auto& [output, inputs] : recipes_) {
            const auto cycle = detect_cycle(recipes_, output, AtRawGoods::kStop);
            if (!cycle || told.contains(cycle->front())) continue;
            told.insert(cycle->begin(), cycle->end());
            problem(lines_.at(cycle->front()),
                    fmt::format("{} can never be made: {}", cycle->front(), path_text(*cycle)));
        }
    }

    std::string name_;
    std::int64_t line_ = 0;
    std::vector<In> open_;
    std::string text_;
    std::string key_;
    std::int64_t key_line_ = 0;
    std::vector<TradeSymbol> inputs_;
    std::map<TradeSymbol, std::int64_t> lines_;
    model::RecipeMap recipes_;
    std::vector<std::string> problems_;
};

}  // namespace

Result<model::RecipeMap> read_recipes(std::string_view json, std::string_view name) {
    boost::json::basic_parser<RecipeReader> parser(boost::json::parse_options{}, name);
    boost::system::error_code malformed;
    for (std::size_t from = 0; from < json.size() && !malformed;) {
        const std::size_t to = std::min(json.find('\n', from), json.size() - 1) + 1;
        parser.handler().begin_line();
        const std::size_t read = parser.write_some(true, json.data() + from, to - from, malformed);
        const std::string_view rest = json.substr(from + read, to - from - read);
        if (!malformed && rest.find_first_not_of(" \t\r\n") != std::string_view::npos) {
            malformed = boost::json::error::extra_data;
        }
        from = to;
    }
    if (!malformed && !parser.done()) parser.write_some(false, nullptr, 0, malformed);
    if (malformed) parser.handler().problem(malformed.message());
    return std::move(parser.handler()).finish();
}

Result<model::RecipeMap> load_recipes(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(stream)), {});
    if (!stream.is_open() || stream.bad()) {
        return core::Error{core::ErrorCode::kConfiguration,
                           fmt::format("{}: cannot be read", file.string())};
    }
    return read_recipes(text, file.string());
}

}  // namespace argosy::goods
