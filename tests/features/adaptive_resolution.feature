@parallel-design
Feature: Adaptive resolution
  Whatever some market has plenty of is bought; everything else is made, down to what nature gives,
  which is bought whatever its supply.

  Background:
    Given these markets
      | market     | good               | trade  | supply   |
      | X1-YZ19-A1 | LASER_RIFLES       | IMPORT | SCARCE   |
      | X1-YZ19-A2 | LASER_RIFLES       | EXPORT | MODERATE |
      | X1-YZ19-A2 | DIAMONDS           | IMPORT | LIMITED  |
      | X1-YZ19-A2 | PLATINUM           | IMPORT | LIMITED  |
      | X1-YZ19-A2 | ADVANCED_CIRCUITRY | IMPORT | LIMITED  |
      | X1-YZ19-B5 | ADVANCED_CIRCUITRY | EXPORT | MODERATE |
      | X1-YZ19-B5 | ELECTRONICS        | IMPORT | LIMITED  |
      | X1-YZ19-B5 | MICROPROCESSORS    | IMPORT | LIMITED  |
      | X1-YZ19-B7 | DIAMONDS           | EXPORT | SCARCE   |
      | X1-YZ19-B8 | PLATINUM           | EXPORT | HIGH     |
      | X1-YZ19-C1 | ELECTRONICS        | EXPORT | HIGH     |
      | X1-YZ19-C2 | MICROPROCESSORS    | EXPORT | ABUNDANT |

  Scenario: ADVANCED_CIRCUITRY is HIGH somewhere, so it is bought
    Given X1-YZ19-D1 sells ADVANCED_CIRCUITRY with HIGH supply
    When the supply chain of LASER_RIFLES is resolved
    Then the chain is
      | good               | method    | at         | for          |
      | LASER_RIFLES       | FABRICATE | X1-YZ19-A2 |              |
      | DIAMONDS           | BUY       | X1-YZ19-B7 | LASER_RIFLES |
      | PLATINUM           | BUY       | X1-YZ19-B8 | LASER_RIFLES |
      | ADVANCED_CIRCUITRY | BUY       | X1-YZ19-D1 | LASER_RIFLES |
    And a pipeline of it that sells at X1-YZ19-A1 has 4 hauls

  Scenario: ADVANCED_CIRCUITRY is not HIGH anywhere, so it is made
    When the supply chain of LASER_RIFLES is resolved
    Then the chain is
      | good               | method    | at         | for                |
      | LASER_RIFLES       | FABRICATE | X1-YZ19-A2 |                    |
      | DIAMONDS           | BUY       | X1-YZ19-B7 | LASER_RIFLES       |
      | PLATINUM           | BUY       | X1-YZ19-B8 | LASER_RIFLES       |
      | ADVANCED_CIRCUITRY | FABRICATE | X1-YZ19-B5 | LASER_RIFLES       |
      | ELECTRONICS        | BUY       | X1-YZ19-C1 | ADVANCED_CIRCUITRY |
      | MICROPROCESSORS    | BUY       | X1-YZ19-C2 | ADVANCED_CIRCUITRY |
    And a pipeline of it that sells at X1-YZ19-A1 has 6 hauls

  Scenario Outline: An input with <supply> supply is obtained by <method>
    Given X1-YZ19-D1 sells ADVANCED_CIRCUITRY with <supply> supply
    When the supply chain of LASER_RIFLES is resolved
    Then its ADVANCED_CIRCUITRY is obtained by <method>

    Examples:
      | supply   | method    |
      | ABUNDANT | BUY       |
      | HIGH     | BUY       |
      | MODERATE | FABRICATE |
      | LIMITED  | FABRICATE |
      | SCARCE   | FABRICATE |

  Scenario: A factory that another pipeline feeds is bought from
    Given ADVANCED_CIRCUITRY at X1-YZ19-B5 is fed by another pipeline
    When the supply chain of LASER_RIFLES is resolved
    Then its ADVANCED_CIRCUITRY is obtained by BUY

  Scenario: A product whose own factory is fed already is not planned twice
    Given LASER_RIFLES at X1-YZ19-A2 is fed by another pipeline
    When the supply chain of LASER_RIFLES is resolved
    Then the resolution is refused, naming X1-YZ19-A2

  Scenario: A product nobody makes
    When the supply chain of QUANTUM_DRIVES is resolved
    Then the resolution is refused, naming QUANTUM_DRIVES
