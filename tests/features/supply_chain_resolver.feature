@goods-plan
Feature: Supply Chain Resolver
  The first three scenarios are the plan's, as it prints them. It resolves a map alone; here every
  output of the map has a factory, every other good is sold, and what is asked for is to be made. A
  depth counts levels of making. A map with a cycle that no raw good breaks is refused when it is
  read.

  Scenario: Resolve simple dependency
    Given a supply chain map with "MACHINERY" requiring "IRON"
    When I build dependency tree for "MACHINERY"
    Then the tree should have root "MACHINERY"
    And the tree should have 1 child "IRON"
    And "IRON" should be marked as raw material

  Scenario: Resolve multi-level dependency
    Given a supply chain map with:
      | Output              | Inputs                      |
      | ADVANCED_CIRCUITRY  | ELECTRONICS, MICROPROCESSORS|
      | ELECTRONICS         | SILICON_CRYSTALS, COPPER    |
      | MICROPROCESSORS     | SILICON_CRYSTALS, COPPER    |
      | COPPER              | COPPER_ORE                  |
    When I build dependency tree for "ADVANCED_CIRCUITRY"
    Then the tree depth should be 3
    And the raw materials should include "SILICON_CRYSTALS"
    And the raw materials should include "COPPER_ORE"

  Scenario: Detect circular dependency
    Given a supply chain map with:
      | Output | Inputs |
      | A      | B      |
      | B      | A      |
    When I build dependency tree for "A"
    Then I should get a cycle detection error

  Scenario: A cycle is named with its path and its line
    Given a supply chain map with:
      | Output | Inputs |
      | A      | B      |
      | B      | C      |
      | C      | B, D   |
    When I build dependency tree for "A"
    Then I should get a cycle detection error
    And the error names line 3 and "B -> C -> B"

  Scenario: The game's own map is cyclic, and is resolved down to raw goods
    Given the supply chain map of the game
    Then the map has the cycle "MACHINERY -> IRON -> IRON_ORE -> EXPLOSIVES -> LIQUID_HYDROGEN -> MACHINERY"
    And every good of the map can be made down to raw goods

  Scenario: A good is bought wherever somebody sells it, at any price
    Given the factory X1-A-M makes "MACHINERY" of "IRON"
    And X1-A-S offers "MACHINERY" at 90000 credits, with HIGH supply
    When 40 units of "MACHINERY" are asked for, by the strategy "buy"
    Then its tree is "40 MACHINERY<X1-A-S"

  Scenario: A good is made down to raw goods on request, with amounts for each node
    Given the factory X1-A-M makes "MACHINERY" of "IRON"
    And the factory X1-A-I makes "IRON" of "IRON_ORE"
    And X1-A-O offers "IRON_ORE" at 60 credits, with SCARCE supply
    When 40 units of "MACHINERY" are asked for, by the strategy "fabricate"
    Then its tree is "40 MACHINERY@X1-A-M(40 IRON@X1-A-I(40 IRON_ORE<X1-A-O))"

  Scenario: An input that nobody makes is bought though making was asked for
    Given the factory X1-A-M makes "MACHINERY" of "IRON"
    And X1-A-S offers "IRON" at 900 credits, with LIMITED supply
    When 40 units of "MACHINERY" are asked for, by the strategy "fabricate"
    Then its tree is "40 MACHINERY@X1-A-M(40 IRON<X1-A-S)"

  Scenario Outline: The smart strategy takes what costs less, wait and all
    Given the factory X1-A-M, whose "MACHINERY" stands at <stock> and which lacks "IRON"
    And X1-A-I has plenty of "IRON"
    When 20 units of "MACHINERY" are asked for, by the strategy "smart"
    Then its tree is "<tree>"

    Examples:
      | stock | tree                               |
      |    80 | 20 MACHINERY<X1-A-M                 |
      |  -240 | 20 MACHINERY@X1-A-M(20 IRON<X1-A-I) |

  Scenario: What cannot be made is refused at once, naming the missing market
    Given the factory X1-A-M makes "MACHINERY" of "COPPER"
    When 40 units of "MACHINERY" are asked for, by the strategy "fabricate"
    Then it is refused at once: "no known market of X1-A makes MACHINERY from all its inputs; X1-A-M does not import IRON"

  Scenario: A market that has changed makes a tree invalid
    Given the factory X1-A-M makes "MACHINERY" of "IRON"
    And X1-A-S offers "IRON" at 900 credits, with LIMITED supply
    When 40 units of "MACHINERY" are asked for, by the strategy "fabricate"
    Then its tree is valid
    When X1-A-S offers "COPPER" at 900 credits, with LIMITED supply
    Then its tree is invalid: "X1-A-S does not sell IRON"
