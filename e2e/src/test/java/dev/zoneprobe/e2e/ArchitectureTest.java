// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInAnyPackage;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.zoneprobe.e2e.kit.Repository;

/// Who may import whom: the arrows of `docs/architecture.puml`, and where libraries may be seen.
@AnalyzeClasses(packages = "dev.zoneprobe", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule everyImportHasItsArrow =
      classes()
          .should(
              adhereToPlantUmlDiagram(
                  Repository.root().resolve("docs/architecture.puml"),
                  consideringOnlyDependenciesInAnyPackage("dev.zoneprobe..")));

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching("dev.zoneprobe.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyThoseWhoAskOverHttpAtAnAddressSeeOkHttp =
      only(
          "okhttp3..",
          "dev.zoneprobe.agent.probe.http",
          "dev.zoneprobe.collector.web.replica.link");

  @ArchTest
  static final ArchRule onlyProbesAndServersSeeNettyChannels =
      only(
          "io.netty.channel..",
          "dev.zoneprobe.agent",
          "dev.zoneprobe.agent.probe",
          "dev.zoneprobe.agent.probe.dns",
          "dev.zoneprobe.agent.probe.tcp",
          "dev.zoneprobe.agent.probe.grpc",
          "dev.zoneprobe.agent.responder",
          "dev.zoneprobe.collector.ingest.connection",
          "dev.zoneprobe.collector.ingest.memory",
          "dev.zoneprobe.collector.ingest.plan",
          "dev.zoneprobe.demo",
          "dev.zoneprobe.demo.network");

  @ArchTest
  static final ArchRule onlyTheTwoEndsOfAConnectionSeeGrpc =
      only(
          "io.grpc..",
          "dev.zoneprobe.wire.proto",
          "dev.zoneprobe.tls",
          "dev.zoneprobe.agent",
          "dev.zoneprobe.agent.probe.grpc",
          "dev.zoneprobe.agent.plan",
          "dev.zoneprobe.agent.report",
          "dev.zoneprobe.agent.report.trust",
          "dev.zoneprobe.agent.responder",
          "dev.zoneprobe.collector",
          "dev.zoneprobe.collector.ingest",
          "dev.zoneprobe.collector.ingest.connection",
          "dev.zoneprobe.collector.ingest.memory",
          "dev.zoneprobe.collector.ingest.plan",
          "dev.zoneprobe.collector.ingest.trust");

  @ArchTest
  static final ArchRule onlyServiceAccountTokensSeeJose =
      only("com.nimbusds..", "dev.zoneprobe.collector.trust.jwt");

  @ArchTest
  static final ArchRule onlyMainProgramsAndTheirOptionSetUpLogging =
      only(
          "java.util.logging..",
          "dev.zoneprobe.agent",
          "dev.zoneprobe.collector",
          "dev.zoneprobe.demo",
          "dev.zoneprobe.logging");

  private static ArchRule only(String seen, String... by) {
    return noClasses()
        .that()
        .resideInAPackage("dev.zoneprobe..")
        .and()
        .resideOutsideOfPackages(by)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(seen);
  }
}
