@parallel-design
Feature: Task execution
  What a ship does for each kind of task, and what becomes of a task when the world is not as it was.
  Two tasks of one cargo are one ship's: ACQUIRE or COLLECT, then DELIVER or SELL. Chain of
  MACHINERY: IRON is sold at B1, the factory is C1, customers are A1 and D1.

  Scenario: ACQUIRE and DELIVER
    Given a chain of MACHINERY whose factory has little
    And 1 hauler
    And manufacturing begins
    When the first haul is over
    Then its tasks are ACQUIRE COMPLETED and DELIVER COMPLETED
    And IRON was bought at B1
    And IRON was delivered to C1
    And what the first haul bought was sold

  Scenario: COLLECT and SELL
    Given a chain of MACHINERY whose factory has plenty
    And 1 hauler
    And manufacturing begins
    When the first haul is over
    Then its tasks are COLLECT COMPLETED and SELL COMPLETED
    And MACHINERY was bought at C1
    And MACHINERY was sold at A1
    And what the first haul bought was sold

  Scenario: COLLECT and DELIVER
    Given a chain of MACHINERY whose factory has plenty
    And MACHINERY is an input of SHIP_PLATING, which is wanted
    And 2 haulers
    And manufacturing begins
    When MACHINERY is delivered to the shipyard
    Then MACHINERY was bought at C1
    And no cargo changed ships

  Scenario: LIQUIDATE
    Given a chain of MACHINERY whose factory has little
    And a hauler that holds 30 MACHINERY
    When manufacturing begins
    And 1 hour goes by
    Then there was 1 LIQUIDATE
    And 30 MACHINERY were sold

  Scenario: The customer was served by others meanwhile
    Given a chain of MACHINERY whose factory has plenty
    And 1 hauler
    And manufacturing begins
    When the first haul has bought
    And others fill A1 with MACHINERY
    And the first haul is over
    Then its tasks are COLLECT COMPLETED and SELL CANCELLED
    And its cargo is liquidated where it brings most

  Scenario: The ship is gone
    Given a chain of MACHINERY whose factory has plenty
    And 1 hauler
    And manufacturing begins
    When the first haul is under way
    And its ship vanishes
    And 1 hour goes by
    Then its tasks are COLLECT FAILED and SELL CANCELLED

  Scenario: The credits are gone
    Given a chain of MACHINERY whose factory has plenty
    And 1 hauler
    And manufacturing begins
    When the first haul is under way
    And all credits but 500 are spent by others
    And 1 hour goes by
    Then no MACHINERY was bought

  Scenario: Work is resumed where it was left
    Given a chain of MACHINERY whose factory has plenty
    And 1 hauler
    And manufacturing begins
    When the first haul has bought
    And the business is killed and started again
    And the first haul is over
    Then its tasks are COLLECT COMPLETED and SELL COMPLETED
    And the first haul bought what was planned and no more
