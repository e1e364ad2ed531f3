// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.terminal;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.zoneprobe.tls.PemFile;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/// Asks one collector one question, as often as wanted. For one thread.
final class MatrixClient implements AutoCloseable {
  private static final String PATH = "/api/v1/matrix";

  /// More than the 15 s after which a collector says that the window is too long.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Pattern ONE_TOKEN = Pattern.compile("[!-~]+");
  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .create();

  private final URI address;
  private final Optional<Path> token;
  private final HttpClient http;

  /// @param collector where it answers HTTP, with whatever path there is before its own
  /// @param question parameters of the matrix
  /// @param token a file; read each time, because tokens change
  /// @throws IllegalArgumentException if the address or the authorities cannot be used
  MatrixClient(
      URI collector,
      Map<String, String> question,
      Optional<Path> token,
      Optional<Path> authorities) {
    this.address = address(collector, question);
    this.token = token;
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(PATIENCE);
    authorities.ifPresent(file -> client.sslContext(trusting(file)));
    this.http = client.build();
  }

  private static URI address(URI collector, Map<String, String> question) {
    if (collector.getHost() == null || !String.valueOf(collector.getScheme()).matches("https?")) {
      throw new IllegalArgumentException(
          "--collector: not an address like http://collector:8791: " + collector);
    }
    String before = collector.toString().replaceFirst("[/?#]+$", "");
    String parameters =
        question.entrySet().stream()
            .map(one -> one.getKey() + "=" + encoded(one.getValue()))
            .collect(Collectors.joining("&"));
    return URI.create(before + PATH + (parameters.isEmpty() ? "" : "?" + parameters));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static SSLContext trusting(Path file) {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (X509Certificate authority : PemFile.certificates(file)) {
        trusted.setCertificateEntry("authority-" + trusted.size(), authority);
      }
      TrustManagerFactory judges =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      judges.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, judges.getTrustManagers(), null);
      return context;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--ca: " + file + ": " + e.getMessage(), e);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the Java runtime cannot judge certificates", e);
    }
  }

  /// The collector's answer at this moment.
  ///
  /// @throws IllegalArgumentException if it finds the question wrong, with its words, or if the
  ///   token's file holds something else
  /// @throws IOException saying in one line why there is none
  MatrixAnswer matrix() throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(PATIENCE);
    if (token.isPresent()) {
      request.header("Authorization", "Bearer " + secret(token.get()));
    }
    HttpResponse<String> answer;
    try {
      answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IOException("no answer from %s: %s".formatted(where(), why(e)), e);
    }
    return switch (answer.statusCode()) {
      case 200 -> read(answer.body());
      case 400 -> throw new IllegalArgumentException(problem(answer.body()));
      case 401 ->
          throw new IOException(
              "%s wants a bearer token (--token-file)%s"
                  .formatted(where(), token.isPresent() ? ", and another than this" : ""));
      default ->
          throw new IOException(
              "%s answers %d: %s".formatted(where(), answer.statusCode(), problem(answer.body())));
    };
  }

  /// What is in `file`, which no message may repeat.
  private static String secret(Path file) throws IOException {
    String token;
    try {
      token = Files.readString(file).strip();
    } catch (IOException e) {
      throw new IOException("the token in %s cannot be read".formatted(file), e);
    }
    if (!ONE_TOKEN.matcher(token).matches()) {
      throw new IOException("%s does not hold one token and nothing else".formatted(file));
    }
    return token;
  }

  private String where() {
    return address.getScheme() + "://" + address.getRawAuthority();
  }

  private static String why(IOException problem) {
    return switch (problem) {
      case HttpTimeoutException _ -> "not within " + PATIENCE.toSeconds() + " s";
      case SSLException tls -> String.valueOf(tls.getMessage());
      case ConnectException connect ->
          hasUnknownName(connect) ? "no such host" : "the connection is refused";
      default -> String.valueOf(problem.getMessage());
    };
  }

  private static boolean hasUnknownName(Throwable problem) {
    Throwable cause = problem.getCause();
    return cause != null && (cause instanceof UnresolvedAddressException || hasUnknownName(cause));
  }

  private MatrixAnswer read(String body) throws IOException {
    try {
      MatrixAnswer answer = GSON.fromJson(body, MatrixAnswer.class);
      if (answer != null && answer.isWhole()) {
        return answer;
      }
    } catch (JsonParseException _) {
      // told below
    }
    throw new IOException(where() + " answers something that is no matrix");
  }

  /// What is wrong, in the collector's words or in those of whoever answered in its place.
  private static String problem(String body) {
    try {
      JsonElement problem = JsonParser.parseString(body).getAsJsonObject().get("problem");
      return MatrixTable.printable(problem.getAsString());
    } catch (RuntimeException _) { // not an answer of ours
      return MatrixTable.printable(body.lines().findFirst().orElse("nothing"));
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
