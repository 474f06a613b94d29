@refactoring-plan
Feature: Ship pre-positioning
  A ship without a haul goes to where the next one will begin, if it is told to and the time that
  saves is worth the fuel. Chain of MACHINERY: the factory is C1, three markets from home, and
  feeding it does not pay, so that the collection is all there will be to do.

  Background:
    Given a chain of MACHINERY whose factory has little
    And IRON at B1 costs less than the ask at C1 and more than the bid
    And a probe at C1

  Scenario: An idle ship goes where cargo will be, and is there when it is
    Given 1 hauler
    And idle ships go ahead
    And manufacturing begins
    When 20 minutes go by
    Then AGENT-1 is at C1, and idle
    When the factory makes plenty of MACHINERY
    And the probe looks
    And 10 seconds go by
    Then MACHINERY was bought at C1

  Scenario: An idle ship stays where it is, unless it is told otherwise
    Given 1 hauler
    And manufacturing begins
    When 20 minutes go by
    Then AGENT-1 is at A0, and idle
    When the factory makes plenty of MACHINERY
    And the probe looks
    And 10 seconds go by
    Then no MACHINERY was bought

  Scenario: No more ships go ahead than hauls are expected
    Given 5 haulers
    And idle ships go ahead
    And manufacturing begins
    When 20 minutes go by
    Then as many ships are at C1 as hauls wait there, and 2 at most

  Scenario: A ship on its way has no other owner, and what it burns is on the books
    Given 1 hauler
    And idle ships go ahead
    And manufacturing begins
    When 30 seconds go by
    Then AGENT-1 is on its way to C1
    When the business is killed and started again
    And 20 minutes go by
    Then AGENT-1 is at C1, and idle
    When manufacturing is wound up
    Then the books are the game's
