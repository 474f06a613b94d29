@foundations
Feature: Operations
  What runs for long, such as manufacturing, is an operation: it is started once, survives restarts of
  the daemon, is started again when it fails, and is stopped with everything it started.

  Rule: One owner for each duty

    Scenario: An operation is started
      When scouting is started
      Then the status of scouting is RUNNING
      And its log has a line of level info

    Scenario: What runs already is not started again
      Given scouting was started
      When scouting is started
      Then that is the same operation
      And there is 1 operation

    Scenario: A duty is not done in two ways at once
      Given scouting was started with {"probes":1}
      When scouting is started with {"probes":2}
      Then that is refused as conflict, naming {"probes":1} and {"probes":2}
      And there is 1 operation

    Scenario: What has ended may be started anew
      Given scouting was started
      And scouting was stopped
      When scouting is started
      Then that is another operation
      And the status of scouting is RUNNING

  Rule: A parent and its children

    Background:
      Given an operation takes 10 minutes to wind up
      And business was started
      And scouting was started under business
      And arbitrage was started under business

    Scenario: Children stop before their parent
      When business is stopped
      Then the status of business, scouting and arbitrage is STOPPING
      And business waits for "its children to stop"
      And after 11 minutes the status of scouting and arbitrage is STOPPED
      And after 11 minutes the status of business is STOPPED

    Scenario: A child stops alone
      When scouting is stopped
      Then after 11 minutes the status of scouting is STOPPED
      And the status of business and arbitrage is RUNNING

    Scenario: No child outlives a parent that fails
      When business fails for good
      Then after 30 minutes the status of scouting and arbitrage is STOPPED
      And the status of business is FAILED

    Scenario: The daemon is killed between the end of the children and the end of their parent
      When business is stopped
      And 11 minutes pass
      Then the status of scouting and arbitrage is STOPPED
      And the status of business is STOPPING
      When the daemon is killed and started again
      Then after 11 minutes the status of business is STOPPED

    Scenario: The daemon is killed right after the stop
      When business is stopped
      And the daemon is killed and started again
      Then the status of business, scouting and arbitrage is STOPPING
      And after 30 minutes the status of business, scouting and arbitrage is STOPPED

  Rule: Failures stay where they are

    Scenario: What fails is started again
      Given scouting will fail 2 times
      And business was started
      When scouting is started
      And 1 hour passes
      Then the status of scouting is RUNNING
      And scouting was restarted 2 times
      And business was restarted 0 times

    Scenario: What fails too often has failed
      Given scouting will fail 4 times
      And business was started
      When scouting is started
      And 1 hour passes
      Then the status of scouting is FAILED
      And scouting was restarted 3 times
      And its error is "it broke"
      And the status of business is RUNNING

    Scenario: An exception ends neither the daemon nor another operation
      Given scouting will throw 1 time
      And business was started
      When scouting is started
      And 1 minute passes
      Then the status of scouting is RUNNING
      And scouting was restarted 1 time
      And business was restarted 0 times

    Scenario: A game that is away is no failure
      Given scouting will miss the game 50 times
      When scouting is started
      And 1 day passes
      Then the status of scouting is RUNNING
      And scouting was restarted 0 times

  Rule: Idle is not failure

    Scenario: Having nothing to do is said once
      Given scouting was started
      When scouting says 100 times that it waits for "a market to fall due"
      Then the status of scouting is RUNNING
      And scouting waits for "a market to fall due"
      And "a market to fall due" is logged 1 time
      And scouting was restarted 0 times

  Rule: Restarts of the daemon

    Scenario Outline: The daemon is <ended> while an operation is <status>
      Given an operation takes 10 minutes to wind up
      And scouting was started
      And scouting was made <status>
      When the daemon is <ended> and started again
      Then the status of scouting is <status>
      And its log says that it was adopted
      And after 11 minutes the status of scouting is <later>

      Examples:
        | ended   | status   | later   |
        | killed  | RUNNING  | RUNNING |
        | stopped | RUNNING  | RUNNING |
        | killed  | STOPPING | STOPPED |
        | stopped | STOPPING | STOPPED |

    Scenario: A daemon that is stopped says so of what runs
      Given scouting was started
      When the daemon is stopped
      Then the stored status of scouting is INTERRUPTED

  Rule: Logs are kept and asked

    Scenario: The lines that are asked for
      Given scouting was started
      And it logged
        | level   | message |
        | info    | one     |
        | warning | two     |
        | error   | three   |
        | info    | four    |
      Then the last 2 lines are three and four
      And the lines of level warning and above are two and three
