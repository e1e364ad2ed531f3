// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zoneprobe.agent.target.Header;
import dev.zoneprobe.agent.target.HttpRequest;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.settings.Section;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import okio.ByteString;

/// Reads the section `request` of a target; which of its keys mean anything depends on the
/// protocol.
final class RequestReader {
  private static final int MAX_BODY_BYTES = 1 << 20;

  /// What frames a request or is spoken between neighbours: the probe's own business.
  private static final Set<String> OWN =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final Set<String> OWN_OF_GRPC = Set.of("content-type", "host", "user-agent");

  private final Section section;
  private final BodySum bodies;

  /// @param bodies those of the configuration so far
  RequestReader(Section section, BodySum bodies) {
    this.section = section;
    this.bodies = bodies;
  }

  /// What is sent.
  ///
  /// @param http what is asked of an HTTP resource; its headers are the metadata of a gRPC call
  record Request(HttpRequest http, Optional<String> authority) {
    static final Request DEFAULT = new Request(HttpRequest.GET, Optional.empty());
  }

  /// The bodies of all requests of one configuration, which its targets hold as long as it is in
  /// force: no more of them are kept than may be together.
  static final class BodySum {
    private static final int MOST_BYTES = 4 << 20;

    private long bytes;
    private Optional<Consumer<String>> firstWithoutRoom = Optional.empty();

    /// Counts the body that is the value of `key`, and returns it while there is room for it.
    Optional<ByteString> count(ByteString body, Section section, String key) {
      bytes += body.size();
      if (bytes <= MOST_BYTES) {
        return Optional.of(body);
      }
      if (firstWithoutRoom.isEmpty()) {
        firstWithoutRoom = Optional.of(problem -> section.mistake(key, problem));
      }
      return Optional.empty();
    }

    /// When all are counted: notes a mistake at the first that there was no room for.
    void refuseTooMany() {
      firstWithoutRoom.ifPresent(mistake ->
          mistake.accept(
              "the bodies of all targets are %d bytes together, the limit is 4 MiB"
                  .formatted(bytes)));
    }
  }

  /// Reads it for a target of `protocol`; absent if that is not known.
  Request read(Optional<Protocol> protocol) {
    String method = section.value("method", "GET", RequestReader::method);
    List<Header> headers =
        section.sections("headers").stream()
            .flatMap(header -> header(header, protocol).stream())
            .toList();
    Optional<ByteString> text =
        section.optional("body", RequestReader::body).flatMap(body -> counted(body, "body"));
    Optional<ByteString> file =
        section
            .file("bodyFile", RequestReader::content, _ -> ByteString.EMPTY)
            .flatMap(body -> counted(body, "bodyFile"));
    Optional<String> authority = section.optional("authority", RequestReader::authority);
    refuseWhatMeansNothing(protocol);
    if (text.isPresent() && file.isPresent()) {
      section.mistake("bodyFile", "there is a body too");
    }
    return new Request(http(method, headers, text.or(() -> file)), authority);
  }

  private Optional<ByteString> counted(ByteString body, String key) {
    return bodies.count(body, section, key);
  }

  private void refuseWhatMeansNothing(Optional<Protocol> protocol) {
    if (protocol.equals(Optional.of(Protocol.GRPC))) {
      refuse("a gRPC call has none", "method", "body", "bodyFile");
    } else if (protocol.equals(Optional.of(Protocol.HTTP))) {
      refuse("for HTTP it is the header Host", "authority");
    } else if (protocol.isPresent()) {
      refuse("nothing is requested", "method", "headers", "body", "bodyFile", "authority");
    }
  }

  private void refuse(String problem, String... keys) {
    for (String key : keys) {
      if (section.has(key)) {
        section.mistake(key, problem);
      }
    }
  }

  private HttpRequest http(String method, List<Header> headers, Optional<ByteString> body) {
    try {
      return new HttpRequest(method, headers, body);
    } catch (IllegalArgumentException e) {
      section.mistake("method", String.valueOf(e.getMessage()));
      return HttpRequest.GET;
    }
  }

  private static Optional<Header> header(Section header, Optional<Protocol> protocol) {
    Optional<String> name = header.required("name", text -> name(text, protocol));
    Optional<Path> file = header.file("file", RequestReader::secret, Function.identity());
    // What is wrong with a value is said of the name: the value may be a secret.
    Optional<String> text = Optional.of(header.text("value", "")).filter(_ -> header.has("value"));
    if (header.has("value") == header.has("file")) {
      header.mistake("name", "needs a value, or a file that holds it");
    }
    if (!text.stream().allMatch(Header::isSendable)) {
      header.mistake("name", "its value has a character that no header can have");
      return Optional.empty();
    }
    return name.flatMap(known ->
        file.<Header.Value>map(Header.Content::new)
            .or(() -> text.map(Header.Text::new))
            .map(value -> new Header(known, value)));
  }

  private static String name(String text, Optional<Protocol> protocol) {
    String name = new Header(text, new Header.Text("")).name().toLowerCase(Locale.ROOT);
    boolean own = OWN.contains(name);
    if (protocol.equals(Optional.of(Protocol.GRPC))) {
      own |= OWN_OF_GRPC.contains(name) || name.startsWith("grpc-") || name.endsWith("-bin");
    }
    if (own) {
      throw new IllegalArgumentException("a header that the probe sends or leaves out by itself");
    }
    return text;
  }

  private static String method(String text) {
    return new HttpRequest(text, List.of(), Optional.empty()).method();
  }

  private static String authority(String text) {
    if (text.isEmpty() || !Header.isSendable(text) || text.contains(" ")) {
      throw new IllegalArgumentException("not a host, or host:port");
    }
    return text;
  }

  private static Path secret(Path file) {
    if (!Header.isSendable(content(file).utf8().strip())) {
      throw new IllegalArgumentException("has a character that no header can have");
    }
    return file;
  }

  /// Reads no more than shows that it is too long.
  private static ByteString content(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(MAX_BODY_BYTES + 1);
      ByteString body = bounded(ByteString.of(bytes));
      CharBuffer _ = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return body;
    } catch (IOException e) {
      throw new IllegalArgumentException("no readable file of UTF-8 text", e);
    }
  }

  private static ByteString body(String text) {
    return bounded(ByteString.encodeUtf8(text));
  }

  private static ByteString bounded(ByteString body) {
    if (body.size() > MAX_BODY_BYTES) {
      throw new IllegalArgumentException("more than 1 MiB");
    }
    return body;
  }
}
