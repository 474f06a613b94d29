@goods-gap-analysis
Feature: What the gap analysis asks of the goods domain
  Its list of the domain layer and of the configuration that the first implementation lacked.

  Scenario: All lifecycle states: a factory is stopped by request
    Given a goods factory in ACTIVE state
    When the factory is stopped because "a person said so"
    Then the factory should be in STOPPED state
    And its error should be "a person said so"

  Scenario: Progress tracking: nodes completed of all
    Given a goods factory in ACTIVE state
    And its node "IRON_ORE" yields 30 units for 900 credits
    Then 0 of 3 nodes are complete
    When its node "IRON_ORE" yields 10 units for 400 credits
    Then 1 of 3 nodes is complete
    And its progress is 33 percent

  Scenario: Metrics tracking: what was acquired, what it cost, how long it took
    Given a goods factory in ACTIVE state
    And its node "IRON_ORE" yields 40 units for 1300 credits
    And its node "MACHINERY" yields 40 units for 30000 credits
    When I complete the factory
    Then it acquired 40 units for 31300 credits
    And the time it took is known

  Scenario: Deduplication: what two branches need is one piece of work
    Given a supply chain map with:
      | Output              | Inputs                      |
      | ADVANCED_CIRCUITRY  | ELECTRONICS, MICROPROCESSORS|
      | ELECTRONICS         | SILICON_CRYSTALS, COPPER    |
      | MICROPROCESSORS     | SILICON_CRYSTALS, COPPER    |
      | COPPER              | COPPER_ORE                  |
    When 10 units of "ADVANCED_CIRCUITRY" are asked for, by the strategy "fabricate"
    Then its work, breadth first, is
      | units | good               | method    |
      |    10 | ADVANCED_CIRCUITRY | FABRICATE |
      |    10 | ELECTRONICS        | FABRICATE |
      |    10 | MICROPROCESSORS    | FABRICATE |
      |    20 | SILICON_CRYSTALS   | BUY       |
      |    20 | COPPER             | FABRICATE |
      |    20 | COPPER_ORE         | BUY       |

  Scenario: Market integration: markets of other systems are not used
    Given the factory X1-A-M makes "MACHINERY" of "IRON"
    And X1-B-S offers "IRON" at 90 credits, with ABUNDANT supply
    When 40 units of "MACHINERY" are asked for, by the strategy "fabricate"
    Then it is refused at once: "no known market of X1-A sells IRON; no known market of X1-A makes IRON from all its inputs"

  Scenario: JSON serialization: the tree is read back as it was written
    Given the supply chain map of the game
    When 10 units of "ADVANCED_CIRCUITRY" are asked for, by the strategy "fabricate"
    Then its tree is the same after it was written as JSON and read

  Scenario: External JSON support: every mistake of a map is told, with its line
    Given a supply chain file
      """
      {
        "IRON": ["IRON"],
        "COPPER": [],
        "IRON": ["IRON_ORE"],
        "MACHINERY": "IRON"
      }
      """
    Then the map is refused
      | problem                                              |
      | 2: IRON is its own input                             |
      | 3: COPPER has no inputs                              |
      | 4: IRON is named a second time, after line 2         |
      | 5: MACHINERY was a text, expected an array of goods  |

  Scenario Outline: External JSON support: a file that is no map
    Given a supply chain file
      """
      <text>
      """
    Then the map is refused
      | problem   |
      | <problem> |

    Examples:
      | text             | problem                                      |
      | {"IRON": ["ORE"] | 1: incomplete JSON                           |
      | ["IRON"]         | 1: the map was an array, expected an object  |
      | {}               | 1: there are no recipes                      |
