@refactoring-plan
Feature: Predictive supply monitor
  When a fed factory will be ready is estimated, and a ship that stands there looks the more often
  the nearer that moment is, but only where the look is worth its request.

  Rule: The three polling intervals

    Scenario Outline: A factory expected <when> is looked at every <interval>
      Given a factory of MACHINERY with a probe
      And looks by estimate
      When the probe looks at it, and it is expected to be ready <when>
      Then the next look is <interval> after the last

      Examples:
        | when                  | interval    |
        | in 60 minutes         | 120 seconds |
        | in 6 minutes          | 120 seconds |
        | in 5 minutes          | 10 seconds  |
        | in 1 minute           | 10 seconds  |
        | 4 minutes ago         | 10 seconds  |
        | 6 minutes ago         | 5 seconds   |

    Scenario: A factory that is ready is not looked at
      Given a factory of MACHINERY with a probe
      And looks by estimate
      When the probe looks at it, and it is expected to be ready 6 minutes ago
      And the probe sees HIGH supply there
      Then it is not looked at

  Rule: Looks where they pay

    Scenario: Once the rhythm of its market is known, nothing is looked at before it can have moved
      Given a factory of MACHINERY with a probe
      And looks where it pays
      When the probe sees 0 units there, and 39 units a minute later
      Then nothing is to be looked at in the next 20 minutes
      And a look is due within 40 minutes

    Scenario: Estimates spend less requests than a fixed interval, and looks where it pays fewer still
      When 2 hours are lived with looks fixed
      And 2 hours are lived with looks by-estimate
      And 2 hours are lived with looks where-it-pays
      Then looks by-estimate are 30 % fewer than looks fixed at least
      And looks where-it-pays are 90 % fewer than looks fixed at least
