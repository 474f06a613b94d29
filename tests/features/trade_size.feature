@parallel-design
Feature: Trade size
  One transaction is limited by the hold, by the trade volume, by a share of the volume that leaves
  the market's supply where it is, and by the money.

  Scenario: Buying LASER_RIFLES from a factory with HIGH supply
    Given a hold of 40 units
    And a market with trade volume 30 and HIGH supply
    And a price of 15000 for each unit
    And 500000 credits
    Then the transaction is of 18 units

  Scenario Outline: A market with <supply> supply gives <units> of a trade volume of 30
    Given a hold of 40 units
    And a market with trade volume 30 and <supply> supply
    Then the transaction is of <units> units

    Examples: 80, 60, 40, 20 and 10 percent
      | supply   | units |
      | ABUNDANT | 24    |
      | HIGH     | 18    |
      | MODERATE | 12    |
      | LIMITED  | 6     |
      | SCARCE   | 3     |

  Scenario: A small hold is filled
    Given a hold of 5 units
    And a market with trade volume 30 and ABUNDANT supply
    Then the transaction is of 5 units

  Scenario: No more is bought than wanted
    Given a hold of 40 units
    And a market with trade volume 30 and ABUNDANT supply
    And 7 units are wanted
    Then the transaction is of 7 units

  Scenario: No more is bought than can be paid
    Given a hold of 40 units
    And a market with trade volume 30 and HIGH supply
    And a price of 15000 for each unit
    And 100000 credits
    Then the transaction is of 6 units
