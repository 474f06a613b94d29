@refactoring-plan
Feature: Profit forecast
  What a pipeline is forecast to bring, how far the prices behind it are to be trusted, and that
  nothing changes it once credits are at stake. Chain of MACHINERY: IRON is sold at B1, the factory
  is C1, customers are A1 and D1.

  Rule: Confidence

    Scenario Outline: Prices seen <age> before are of <confidence> confidence
      Given a chain of MACHINERY whose factory has plenty
      And 1 hauler
      When manufacturing begins <age> after the last look
      And 10 seconds go by
      Then the forecast of MACHINERY is of <confidence> confidence

      Examples: all prices fresh, some of them old, and a market that may have moved
        | age        | confidence |
        | 0 minutes  | HIGH       |
        | 4 minutes  | HIGH       |
        | 6 minutes  | MEDIUM     |
        | 48 hours   | LOW        |

  Rule: Frozen before the first credit

    Scenario: Until a ship is bound, a forecast is of the prices of the day
      Given a chain of MACHINERY whose factory has plenty
      And no hauler
      And manufacturing begins
      When 10 seconds go by
      Then the forecast of MACHINERY is not frozen
      When others sell 40 MACHINERY at A1, and a probe looks
      And a hauler joins the fleet
      And 35 seconds go by
      Then the forecast of MACHINERY is frozen, with what A1 pays

    Scenario: Once it is frozen, prices change it no more
      Given a chain of MACHINERY whose factory has plenty
      And 1 hauler
      And manufacturing begins
      When 20 seconds go by
      Then the forecast of MACHINERY is frozen
      When others fill A1 with MACHINERY
      And 30 minutes go by
      Then the forecast of MACHINERY is as it was frozen

    Scenario: A pipeline that ends without a credit spent has a forecast and an actual too
      Given a chain of MACHINERY whose factory has plenty
      And no hauler
      And manufacturing begins
      When 1 minute goes by
      And manufacturing is wound up
      Then every pipeline has ended, and no factory is reserved
      And it is held against what the pipeline earned
