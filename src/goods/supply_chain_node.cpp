#include "goods/supply_chain_node.h"

#include <algorithm>
#include <boost/json.hpp>
#include <deque>
#include <tuple>

#include "core/enum_names.h"

namespace argosy::goods {
namespace {

constexpr auto kMethods = core::enum_names<AcquisitionMethod>({
    {AcquisitionMethod::kBuy, "BUY"},
    {AcquisitionMethod::kFabricate, "FABRICATE"},
});

// Each level is an object in an array. No map that is read has a deeper chain of different goods.
constexpr std::size_t kMostNesting = 20'000;

boost::json::object as_object(const SupplyChainNode& node) {
    boost::json::array children;
    for (const SupplyChainNode& child : node.children)
        children.push_back(as_object(child));
    return {{"good", node.good.str()},
            {"quantity", node.quantity.count()},
            {"acquisition_method", to_string(node.method)},
            {"market", node.market.str()},
            {"children", std::move(children)}};
}

std::string_view text_at(const boost::json::object& object, std::string_view key) {
    return object.at(key).as_string();
}

// Throws what Boost throws where a value is missing or of another kind.
SupplyChainNode from_object(const boost::json::object& object) {
    const auto method = parse_acquisition_method(text_at(object, "acquisition_method"));
    if (!method) throw std::invalid_argument("acquisition_method is neither BUY nor FABRICATE");
    SupplyChainNode node{.good = model::TradeSymbol(text_at(object, "good")),
                         .method = *method,
                         .market = model::WaypointSymbol(text_at(object, "market")),
                         .quantity = core::Units(object.at("quantity").as_int64())};
    for (const boost::json::value& child : object.at("children").as_array())
        node.children.push_back(from_object(child.as_object()));
    return node;
}

}  // namespace

std::string_view to_string(AcquisitionMethod method) {
    return kMethods.name_of(method);
}

std::optional<AcquisitionMethod> parse_acquisition_method(std::string_view text) {
    return kMethods.value_of(text);
}

int SupplyChainNode::total_depth() const {
    int deepest = 0;
    for (const SupplyChainNode& child : children)
        deepest = std::max(deepest, child.total_depth());
    return deepest + 1;
}

std::vector<SupplyChainNode> SupplyChainNode::flatten() const {
    std::vector<SupplyChainNode> nodes;
    std::map<std::tuple<model::TradeSymbol, AcquisitionMethod, model::WaypointSymbol>, std::size_t>
        places;
    for (std::deque<const SupplyChainNode*> open{this}; !open.empty(); open.pop_front()) {
        const SupplyChainNode& node = *open.front();
        const auto [place, is_new] =
            places.try_emplace({node.good, node.method, node.market}, nodes.size());
        if (is_new) nodes.push_back({node.good, node.method, node.market, {}});
        nodes[place->second].quantity += node.quantity;
        for (const SupplyChainNode& child : node.children)
            open.push_back(&child);
    }
    return nodes;
}

std::map<model::TradeSymbol, core::Units> SupplyChainNode::required_raw_materials() const {
    if (is_leaf()) return {{good, quantity}};
    std::map<model::TradeSymbol, core::Units> sum;
    for (const SupplyChainNode& child : children) {
        for (const auto& [material, units] : child.required_raw_materials())
            sum[material] += units;
    }
    return sum;
}

bool is_same_work(const SupplyChainNode& a, const SupplyChainNode& b) {
    return a.good == b.good && a.method == b.method && a.market == b.market;
}

std::string to_json(const SupplyChainNode& tree) {
    return boost::json::serialize(as_object(tree));
}

Result<SupplyChainNode> parse_tree(std::string_view json) {
    try {
        const boost::json::value parsed = boost::json::parse(json, {}, {.max_depth = kMostNesting});
        return from_object(parsed.as_object());
    } catch (const std::exception& wrong) {
        return core::Error{core::ErrorCode::kInvalidArgument,
                           fmt::format("not a dependency tree: {}", wrong.what())};
    }
}

}  // namespace argosy::goods
