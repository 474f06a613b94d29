@parallel-design
Feature: Pipeline planning
  A supply chain becomes a graph of tasks. Inputs that are bought are fetched at once and in
  parallel; what a factory makes is collected when its inputs have been delivered; the product is
  sold. The two tasks that one hold of cargo goes through are carried by one ship.

  Background:
    Given this supply chain
      | good               | method    | at         | for                |
      | LASER_RIFLES       | FABRICATE | X1-YZ19-A2 |                    |
      | DIAMONDS           | BUY       | X1-YZ19-B7 | LASER_RIFLES       |
      | PLATINUM           | BUY       | X1-YZ19-B8 | LASER_RIFLES       |
      | ADVANCED_CIRCUITRY | FABRICATE | X1-YZ19-B5 | LASER_RIFLES       |
      | ELECTRONICS        | BUY       | X1-YZ19-C1 | ADVANCED_CIRCUITRY |
      | MICROPROCESSORS    | BUY       | X1-YZ19-C2 | ADVANCED_CIRCUITRY |
    When a pipeline is planned that sells at X1-YZ19-A1

  Scenario: The task graph of LASER_RIFLES
    Then its tasks are
      | task                                     | after                                                                                                              |
      | ACQUIRE DIAMONDS at X1-YZ19-B7           |                                                                                                                    |
      | DELIVER DIAMONDS at X1-YZ19-A2           | ACQUIRE DIAMONDS at X1-YZ19-B7                                                                                     |
      | ACQUIRE PLATINUM at X1-YZ19-B8           |                                                                                                                    |
      | DELIVER PLATINUM at X1-YZ19-A2           | ACQUIRE PLATINUM at X1-YZ19-B8                                                                                     |
      | ACQUIRE ELECTRONICS at X1-YZ19-C1        |                                                                                                                    |
      | DELIVER ELECTRONICS at X1-YZ19-B5        | ACQUIRE ELECTRONICS at X1-YZ19-C1                                                                                  |
      | ACQUIRE MICROPROCESSORS at X1-YZ19-C2    |                                                                                                                    |
      | DELIVER MICROPROCESSORS at X1-YZ19-B5    | ACQUIRE MICROPROCESSORS at X1-YZ19-C2                                                                              |
      | COLLECT ADVANCED_CIRCUITRY at X1-YZ19-B5 | DELIVER ELECTRONICS at X1-YZ19-B5, DELIVER MICROPROCESSORS at X1-YZ19-B5                                           |
      | DELIVER ADVANCED_CIRCUITRY at X1-YZ19-A2 | COLLECT ADVANCED_CIRCUITRY at X1-YZ19-B5                                                                           |
      | COLLECT LASER_RIFLES at X1-YZ19-A2       | DELIVER ADVANCED_CIRCUITRY at X1-YZ19-A2, DELIVER DIAMONDS at X1-YZ19-A2, DELIVER PLATINUM at X1-YZ19-A2           |
      | SELL LASER_RIFLES at X1-YZ19-A1          | COLLECT LASER_RIFLES at X1-YZ19-A2                                                                                 |

  Scenario: One ship carries a cargo from pick-up to drop
    Then its hauls are
      | haul                                                                                |
      | ACQUIRE DIAMONDS at X1-YZ19-B7 > DELIVER DIAMONDS at X1-YZ19-A2                     |
      | ACQUIRE PLATINUM at X1-YZ19-B8 > DELIVER PLATINUM at X1-YZ19-A2                     |
      | ACQUIRE ELECTRONICS at X1-YZ19-C1 > DELIVER ELECTRONICS at X1-YZ19-B5               |
      | ACQUIRE MICROPROCESSORS at X1-YZ19-C2 > DELIVER MICROPROCESSORS at X1-YZ19-B5       |
      | COLLECT ADVANCED_CIRCUITRY at X1-YZ19-B5 > DELIVER ADVANCED_CIRCUITRY at X1-YZ19-A2 |
      | COLLECT LASER_RIFLES at X1-YZ19-A2 > SELL LASER_RIFLES at X1-YZ19-A1                |

  Scenario: Only what can be bought is ready at once
    Then its ready tasks are
      | task                                  |
      | ACQUIRE DIAMONDS at X1-YZ19-B7        |
      | ACQUIRE PLATINUM at X1-YZ19-B8        |
      | ACQUIRE ELECTRONICS at X1-YZ19-C1     |
      | ACQUIRE MICROPROCESSORS at X1-YZ19-C2 |

  Scenario: Each factory waits for its own inputs
    Then the factory for LASER_RIFLES waits for DIAMONDS, PLATINUM and ADVANCED_CIRCUITRY
    And the factory for ADVANCED_CIRCUITRY waits for ELECTRONICS and MICROPROCESSORS
