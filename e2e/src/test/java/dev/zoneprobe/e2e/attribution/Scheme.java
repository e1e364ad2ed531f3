// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.attribution;

import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.HttpExpectation;
import dev.zoneprobe.agent.target.HttpRequest;
import dev.zoneprobe.measure.Phase;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How a target is spoken to, and what of that can be slow.
enum Scheme {
  HTTP,
  HTTPS,
  GRPC,
  GRPCS;

  static final String HOST = "shop.test";

  boolean isSecured() {
    return switch (this) {
      case HTTP, GRPC -> false;
      case HTTPS, GRPCS -> true;
    };
  }

  /// The stages that a server can delay; a lost SYN is the kernel's work.
  List<Stage> stages() {
    return switch (this) {
      case HTTP -> List.of(Stage.DNS_ANSWER, Stage.FIRST_BYTE, Stage.BODY);
      case HTTPS -> List.of(Stage.DNS_ANSWER, Stage.TLS_FLIGHT, Stage.FIRST_BYTE, Stage.BODY);
      case GRPC -> List.of(Stage.DNS_ANSWER, Stage.HTTP2_SETTINGS, Stage.FIRST_BYTE, Stage.BODY);
      case GRPCS ->
          List.of(
              Stage.DNS_ANSWER,
              Stage.TLS_FLIGHT,
              Stage.HTTP2_SETTINGS,
              Stage.FIRST_BYTE,
              Stage.BODY);
    };
  }

  List<Phase> phases() {
    return Arrays.stream(Stage.values())
        .filter(stage -> stage == Stage.LOST_SYN || stages().contains(stage))
        .map(Stage::shows)
        .toList();
  }

  StagedServer.Language language(Delay delay) {
    return switch (this) {
      case HTTP, HTTPS -> new Http1(delay);
      case GRPC, GRPCS -> new Http2(delay);
    };
  }

  Endpoint endpoint(int port, Endpoint.Tls tls) {
    return switch (this) {
      case HTTP, HTTPS -> {
        URI uri = URI.create("%s://%s:%d/".formatted(isSecured() ? "https" : "http", HOST, port));
        yield new Endpoint.Http(uri, HttpRequest.GET, HttpExpectation.OK, tls);
      }
      case GRPC, GRPCS ->
          new Endpoint.Grpc(HOST, port, "", isSecured() ? Optional.of(tls) : Optional.empty());
    };
  }
}
