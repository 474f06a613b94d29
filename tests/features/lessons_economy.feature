@lessons
Feature: Lessons about the economy
  Where the first implementation's credits went, number by number, and what keeps ours. Chain of
  MACHINERY: IRON is sold at B1, the factory is C1, customers are A1 and the poorer D1. A "day" is
  twelve hours of the whole program in the recorded system, stopped at its end.

  Scenario: E1: A cargo is bought for the bid that it will be sold at, not for the ask
    Given a chain of MACHINERY whose factory has little
    And IRON at B1 costs less than the ask at C1 and more than the bid
    And 1 hauler
    When manufacturing begins
    And 2 hours go by
    Then no IRON was bought
    And that is declined because of "margin"

  Scenario: E2: An input is bought where there is plenty of it, though somebody sells it nearer
    Given a chain of MACHINERY whose factory has little
    And IRON is SCARCE at A1
    And 1 hauler
    When manufacturing begins
    And 1 hour goes by
    Then IRON was delivered to C1
    And no IRON was bought at A1

  Scenario: E3: Feeding loses nothing over a day
    Given a day of 10 haulers
    Then the hauls that fed factories earned credits
    And no input lost more than 25000 credits

  Scenario: E4: What each pipeline earns is known, and more of them are not more losses
    Given a day of 10 haulers
    Then every pipeline had a forecast before it spent, and has what it earned
    And pipelines earned what their trades and no others brought
    And no pipeline lost more than 25000 credits

  Scenario: E5: A cargo is sold where it was planned to be, not at the next market
    Given a chain of MACHINERY whose factory has plenty
    And the customer at D1 is on the way and pays half
    And 1 hauler
    When manufacturing begins
    And 2 hours go by
    Then MACHINERY was sold at A1
    And no MACHINERY was sold at D1

  Scenario: E6: Several ships on one lane do not crush its price
    Given a chain of MACHINERY whose factory has plenty
    And the factory of MACHINERY has more than its customers want
    And 6 haulers
    When manufacturing begins
    And 2 hours go by
    Then MACHINERY was sold at A1
    And no MACHINERY was sold below what it cost
    And no cargo had to be liquidated

  Scenario: E7: A purchase stops where its sale stops paying
    Given a chain of MACHINERY whose factory has plenty
    And C1 sells MACHINERY in tranches of 6
    And 1 hauler
    When manufacturing begins
    And 30 minutes go by
    Then MACHINERY was bought at C1
    And every tranche of MACHINERY cost less than the customer's bid for it
    And the hold was not filled

  Scenario: E8: The floor holds, however many buy at once
    Given a chain of MACHINERY whose factory has plenty
    And the factory wants much IRON
    And 6 haulers
    And a treasury of 300000 credits, of which 250000 may not be spent
    When manufacturing begins
    Then for 2 hours the agent has at least 250000 credits, fuel aside
    And MACHINERY was sold at A1

  Scenario: E9: A floor that stops everything says so, and what would unblock it
    Given a chain of MACHINERY whose factory has plenty
    And 1 hauler
    And a treasury of 300000 credits, of which 400000 may not be spent
    When manufacturing begins
    And 10 minutes go by
    Then no MACHINERY was bought
    And that is declined because of "no_money"
    And the reason names the floor of 400000

  Scenario: E10: What a haul brings is computed by the price law, not by a table of drifts
    There is no table here that could be wrong: this holds the law to what really happens.

    Given a chain of MACHINERY whose factory has plenty
    And a hauler with a hold of 400 units
    When manufacturing begins
    And the first haul is over
    Then it bought for what the law says of its tranches
    And it sold for what the law says of its tranches
    And the forecast of its sale was right to the credit

  Scenario: E11: Production takes its time, and nobody asks every 30 seconds
    Given a chain of MACHINERY whose factory has little
    And the factory of MACHINERY makes plenty 60 minutes after it is fed
    And 1 hauler
    And a probe at C1
    When manufacturing begins
    And 2 hours go by
    Then markets were looked at 60 times at most
    And MACHINERY was sold at A1

  Scenario: E12: That feeding makes a factory produce is not taken for granted
    Given a day of 10 haulers under the law inert
    Then the day earned credits
    And the hauls that fed factories earned credits
    And no input lost more than 25000 credits

  Scenario: E12: Feeding ends where it pays no more, though the factory starves
    The factory here never makes anything of what it gets, and others have bought B1 empty.

    Given a chain of MACHINERY whose factory has little
    And 2 haulers
    And a probe at C1
    And manufacturing begins
    When 3 hours go by
    Then IRON was delivered to C1 until it stopped paying
    When the factory uses up its IRON
    And IRON at B1 costs more than C1 pays
    And 12 hours go by
    Then no more IRON was delivered
    And that is declined because of "margin"
    And no input lost anything

  Scenario: E12: A fleet earns whatever the law of production is, eager
    Given a day of 10 haulers under the law eager
    Then the day earned credits
    And the hauls that fed factories earned credits

  Scenario: E12: A fleet earns whatever the law of production is, crowded
    Given a day of 10 haulers under the law crowded
    Then the day earned credits
    And the hauls that fed factories earned credits

  Scenario: E13: Making goes three levels deep, and nothing is mined
    No ship can mine: the port that strategies play through has no such call.

    Given these markets
      | market     | good               | trade  | supply   |
      | X1-YZ19-A1 | LASER_RIFLES       | EXPORT | MODERATE |
      | X1-YZ19-A1 | DIAMONDS           | IMPORT | SCARCE   |
      | X1-YZ19-A1 | PLATINUM           | IMPORT | SCARCE   |
      | X1-YZ19-A1 | ADVANCED_CIRCUITRY | IMPORT | SCARCE   |
      | X1-YZ19-B1 | ADVANCED_CIRCUITRY | EXPORT | MODERATE |
      | X1-YZ19-B1 | ELECTRONICS        | IMPORT | SCARCE   |
      | X1-YZ19-B1 | MICROPROCESSORS    | IMPORT | SCARCE   |
      | X1-YZ19-C1 | ELECTRONICS        | EXPORT | MODERATE |
      | X1-YZ19-C1 | SILICON_CRYSTALS   | IMPORT | SCARCE   |
      | X1-YZ19-C1 | COPPER             | IMPORT | SCARCE   |
      | X1-YZ19-D1 | COPPER             | EXPORT | MODERATE |
      | X1-YZ19-D1 | COPPER_ORE         | IMPORT | SCARCE   |
      | X1-YZ19-E1 | COPPER_ORE         | EXPORT | HIGH     |
      | X1-YZ19-E1 | SILICON_CRYSTALS   | EXPORT | SCARCE   |
      | X1-YZ19-E1 | DIAMONDS           | EXPORT | SCARCE   |
      | X1-YZ19-E1 | PLATINUM           | EXPORT | HIGH     |
      | X1-YZ19-E1 | MICROPROCESSORS    | EXPORT | HIGH     |
    When the supply chain of LASER_RIFLES is resolved
    Then its ELECTRONICS is obtained by FABRICATE
    And its COPPER is obtained by BUY
    And its DIAMONDS is obtained by BUY

  Scenario: E14: A factory is fed again when it has used what it got, and not before
    Given a chain of MACHINERY whose factory has little
    And 1 hauler
    And a probe at C1
    And manufacturing begins
    When 3 hours go by
    Then IRON was delivered to C1 until it stopped paying
    When 1 hour goes by
    Then no more IRON was delivered
    When the factory uses up its IRON
    And 3 hours go by
    Then more IRON was delivered

  Scenario: E15: A small market is sold no more than it takes
    Given a chain of MACHINERY whose factory has plenty
    And A1 and D1 take MACHINERY in tranches of 6
    And 2 haulers
    When manufacturing begins
    And 1 hour goes by
    Then MACHINERY was sold at A1
    And no MACHINERY was sold below what it cost
    And no haul of MACHINERY filled its hold

  Scenario: E16: What is bought is sold
    Given a day of 10 haulers
    Then every unit that was bought was sold
    And products were sold for more than half of all revenue

  Scenario: E16a: A visit makes as many transactions as it takes, none above the trade volume
    Given a chain of MACHINERY whose factory has plenty
    And 1 hauler
    When manufacturing begins
    And the first haul is over
    Then the first haul bought in several transactions of 20 at most

  Scenario: E16b: A ship looks again before it spends
    Given a chain of MACHINERY whose factory has plenty
    And 1 hauler
    And manufacturing begins
    When others buy all MACHINERY while the ship is on its way
    And 10 minutes go by
    Then no MACHINERY was bought
    And the first haul was handed back, since it "no longer pays on arrival"
