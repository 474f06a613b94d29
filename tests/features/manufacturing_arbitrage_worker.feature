@arbitrage-plan
Feature: Manufacturing Arbitrage Worker
  The first two scenarios are the plan's, as it prints them. Its worker buys whatever the input
  costs, which is what the advisory mode is for; at the default gate the same chain is not fed (E1 of
  the lessons): the third scenario. Its worker waits at the factory until the product appears; here
  the supply monitor waits and the ship is free (T19).

  Scenario: Successfully manufacture and sell for profit
    Given ship "AGENT-1" with 40 cargo capacity
    And a manufacturing opportunity for "MACHINERY" at X1-A1 for 2000 credits
    And "IRON" is available at X1-B1 for 500 credits
    And X1-C1 is a manufacturing waypoint for "MACHINERY"
    When the worker executes
    Then it should acquire "IRON" at X1-B1
    And it should deliver "IRON" to X1-C1
    And it should poll until "MACHINERY" appears
    And it should purchase "MACHINERY"
    And it should navigate to X1-A1
    And it should sell "MACHINERY"
    And the result should show positive profit

  Scenario: Handle production timeout gracefully
    Given ship "AGENT-1" with 40 cargo capacity
    And a manufacturing opportunity for "ADVANCED_CIRCUITRY"
    And inputs have been delivered to manufacturing waypoint
    And the context is cancelled after 30 seconds
    When the worker executes
    Then it should exit gracefully
    And it should release the ship back to idle
    And it should not report an error (context cancellation is expected)

  Scenario: An input that costs more than its factory pays is not bought at the default gate
    Given ship "AGENT-1" with 40 cargo capacity
    And a manufacturing opportunity for "MACHINERY" at X1-A1 for 2000 credits
    And "IRON" is available at X1-B1 for 500 credits
    And X1-C1 is a manufacturing waypoint for "MACHINERY"
    When the worker executes at the default gate
    Then it should not have bought "IRON"
    And it should say that "MACHINERY" waits because of "margin"
