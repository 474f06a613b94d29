@foundations
Feature: Ledger
  Every credit that moves is written down with why it moved and on whose behalf, so that profit and
  loss can be told for any part of the business; and nothing is spent that is spoken for.

  Background:
    Given an agent with 100000 credits and 3 ships
    And the ask for IRON is 100 credits

  Scenario Outline: <what> is booked under <category>
    When ship 1 <does>
    Then the newest transaction is of type <type> and category <category>
    And the ledger's balance is what the game says

    Examples:
      | what                        | does                         | type           | category                |
      | cargo that is traded        | buys 10 IRON to trade        | PURCHASE_CARGO | CARGO_TRADE             |
      | cargo for a factory         | buys 10 IRON for a factory   | PURCHASE_CARGO | MANUFACTURING_ARBITRAGE |
      | fuel                        | refuels                      | REFUEL         | REFUEL                  |
      | a ship                      | buys a probe                 | PURCHASE_SHIP  | SHIP_PURCHASE           |

  Scenario: A sale says what it earned over what its cargo had cost
    Given ship 1 has bought 10 IRON
    And the ask for IRON is 200 credits
    And ship 1 has bought 10 IRON
    When the ask for IRON is 300 credits
    And ship 1 sells 15 IRON
    Then the sale realised 2500 credits
    And the cargo aboard has cost 1000 credits

  Scenario: A purchase whose answer was lost is booked once
    Given the next answer will be lost
    When ship 1 buys 10 IRON to trade
    Then the game was asked to act 1 time
    And the ledger's balance is what the game says
    And the cargo aboard has cost 1000 credits

  Scenario: A purchase under way when the program dies is settled at the next start
    Given the program dies when the next purchase has reached the game
    When ship 1 buys 10 IRON to trade
    And the program is started again
    Then no intent is open
    And the ledger's balance is what the game says
    And the cargo aboard has cost 1000 credits

  Scenario: A purchase that never reached the game is forgotten at the next start
    Given the program dies before the next purchase reaches the game
    When ship 1 buys 10 IRON to trade
    And the program is started again
    Then no intent is open
    And the ledger's balance is 100000 credits

  Scenario: Purchases stop at the floor, whoever makes them at once
    Given a floor of 98500 credits
    When all ships buy 7 IRON at once
    Then 2 purchases are made
    And the agent has at least 98500 credits

  Scenario: A refusal names what would unblock it
    Given a floor of 99500 credits
    When ship 1 buys 10 IRON to trade
    Then the purchase is refused, naming "floor of 99500" and "would unblock it"

  Scenario: A floor above the treasury is the reason for idleness
    Given a floor of 150000 credits
    Then nothing can be bought, because of "the floor of 150000 is not below the treasury of 100000"

  Scenario: Fuel is bought below the floor
    Given a floor of 150000 credits
    When ship 1 refuels
    Then the newest transaction is of type REFUEL and category REFUEL

  Scenario: An operation invests no more than its budget
    Given operation-1-1 has a budget of 1200 credits
    And ship 1 has bought 10 IRON
    When ship 2 buys 10 IRON to trade
    Then the purchase is refused, naming "operation-1-1" and "a budget of"
    When ship 1 sells 10 IRON
    And ship 2 buys 10 IRON to trade
    Then the purchase is made

  Scenario: Credits set aside for a haul are not spent by others
    Given a floor of 98000 credits
    And 1500 credits are set aside for haul-1-1
    When ship 2 buys 10 IRON to trade
    Then the purchase is refused, naming "earmarked for others" and "would unblock it"
    When ship 1 buys 10 IRON for haul-1-1
    Then the purchase is made

  Scenario Outline: Profit and loss by <group> sums up to what the balance changed by
    Given ship 1 has bought 10 IRON
    And ship 1 sells 4 IRON
    And ship 2 refuels
    And ship 3 buys a probe
    Then the nets by <group> sum up to what the balance changed by

    Examples:
      | group     |
      | category  |
      | operation |
      | pipeline  |
      | good      |
      | ship      |
      | lane      |
      | day       |
