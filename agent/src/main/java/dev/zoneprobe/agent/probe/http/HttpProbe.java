// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import dev.zoneprobe.agent.probe.LookupFailedException;
import dev.zoneprobe.agent.probe.NameLookup;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.Probe;
import dev.zoneprobe.agent.probe.Signature;
import dev.zoneprobe.agent.probe.tls.TlsTerms;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.HttpRequest;
import dev.zoneprobe.agent.target.RequestHeaders;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Phase;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/// Probes an HTTP/1.1 resource: one request, no redirect followed, the body read to its end.
///
/// A new connection is closed by us after the response. The request does not announce that
/// (`Connection: close`), because servers and proxies answer such a request in another way, and new
/// and reused connections are to be compared. A reused connection that is lost before it brings a
/// byte was most likely closed by the peer while it was idle, which HTTP/1.1 allows at any time:
/// the attempt goes on over a new connection, is labelled so, and its `round_trip` is that of the
/// new one. A request that must not arrive twice is not repeated: its attempt fails. The status is
/// judged before the body; one that is too long fails as `http_body`.
public final class HttpProbe implements Probe {
  /// Of any `long`.
  private static final int MOST_DIGITS = 18;

  private final Endpoint.Http endpoint;
  private final NameLookup names;
  private final OkHttpClient client;
  private final Request bare;
  private final RequestHeaders headers;

  /// Opens nothing yet.
  ///
  /// @throws IllegalArgumentException if the URI is none that can be requested
  public HttpProbe(Endpoint.Http endpoint, Connection wanted, NameLookup names) {
    HttpUrl url = HttpUrl.get(endpoint.uri().toString());
    this.endpoint = endpoint;
    this.names = names;
    this.client = client(pool(wanted), new ProbeSockets(tls(url, endpoint.tls())));
    this.bare = request(url, endpoint.request());
    this.headers = new RequestHeaders(endpoint.request().headers());
  }

  /// Which connections are kept. The pool's thread looks at a connection in use again each time
  /// that its keep-alive has passed: a short one, which looks right for a pool that keeps none,
  /// spins.
  private static ConnectionPool pool(Connection wanted) {
    return switch (wanted) {
      case NEW -> new ConnectionPool(0, 1, TimeUnit.DAYS);
      case REUSED -> new ConnectionPool(1, 1, TimeUnit.DAYS);
    };
  }

  private static Optional<TlsClient> tls(HttpUrl url, Endpoint.Tls tls) {
    return url.isHttps()
        ? Optional.of(new TlsClient(new TlsTerms(tls), tls.serverName().orElse(url.host())))
        : Optional.empty();
  }

  private OkHttpClient client(ConnectionPool pool, ProbeSockets sockets) {
    return new OkHttpClient.Builder()
        .connectionPool(pool)
        .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
        .protocols(List.of(Protocol.HTTP_1_1))
        .proxy(Proxy.NO_PROXY)
        .dns(this::lookup)
        .socketFactory(sockets)
        .fastFallback(false)
        .retryOnConnectionFailure(false)
        .followRedirects(false)
        .followSslRedirects(false)
        .connectTimeout(Duration.ZERO)
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .eventListenerFactory(_ -> HttpExchange.CURRENT.get())
        .addNetworkInterceptor(chain -> acceptable(chain.proceed(chain.request())))
        .build();
  }

  /// OkHttp acts upon some statuses: it asks again when told `Retry-After: 0`, and takes none but a
  /// proxy's word for 407. Here every answer is as good as another; the [HttpExchange] knows the
  /// status. Only where the body ends must be known (RFC 9112, section 6.3).
  private static Response acceptable(Response response) throws ProtocolException {
    if (!isOfKnownLength(response)) {
      throw new ProtocolException(
          "the answer's Content-Length is no number, or differs from another");
    }
    return response.newBuilder().code(HttpURLConnection.HTTP_OK).build();
  }

  private static boolean isOfKnownLength(Response response) {
    return response.header("Transfer-Encoding") != null
        || isOneLength(response.headers().values("Content-Length"));
  }

  /// None, or the same number in each header. Of a list, which a recipient may take for one number
  /// if all in it are the same, OkHttp knows no end.
  private static boolean isOneLength(List<String> values) {
    return values.stream().distinct().count() <= 1 && values.stream().allMatch(HttpProbe::isLength);
  }

  private static boolean isLength(String value) {
    return !value.isEmpty()
        && value.length() <= MOST_DIGITS
        && value.chars().allMatch(digit -> digit >= '0' && digit <= '9');
  }

  /// OkHttp is given `http` for `https` too: its sockets are secured already (see [ProbeSocket]).
  private static Request request(HttpUrl url, HttpRequest request) {
    HttpUrl bare = url.newBuilder().username("").password("").build();
    return new Request.Builder()
        .url(bare.newBuilder().scheme("http").port(url.port()).build())
        .header("Host", bare.uri().getRawAuthority())
        .header("User-Agent", "zoneprobe")
        .header("Accept-Encoding", "identity")
        .method(request.method(), body(request))
        .build();
  }

  private static @Nullable RequestBody body(HttpRequest request) {
    return request.hasBody()
        ? RequestBody.create(request.body().orElse(ByteString.EMPTY), null)
        : null;
  }

  private Request request() {
    Request.Builder builder = bare.newBuilder();
    headers.forEach(builder::header);
    return builder.build();
  }

  private List<InetAddress> lookup(String host) throws LookupFailedException {
    HttpExchange exchange = HttpExchange.CURRENT.get();
    exchange.opensConnection();
    try {
      return List.of(names.lookup(host, exchange.attempt()));
    } catch (LookupFailedException e) {
      exchange.knowsNoAddress(e);
      throw e;
    }
  }

  @Override
  public Attempt attempt(OngoingAttempt attempt) {
    while (!attempt.remaining().isZero()) {
      HttpExchange exchange = new HttpExchange(attempt);
      try {
        Optional<Failure> failure =
            ScopedValue.where(HttpExchange.CURRENT, exchange).call(() -> make(exchange));
        return failure.map(attempt::failedOrTimedOut).orElseGet(attempt::succeeded);
      } catch (IOException e) {
        if (!isToBeRepeated(exchange)) {
          return exchange.failed(e);
        }
        attempt.goesOn();
        if (attempt.isOverdue()) {
          return attempt.timedOut();
        }
        attempt.discard(Phase.ROUND_TRIP);
        attempt.discard(Phase.KERNEL_RTT); // of the connection that is gone
      }
    }
    return attempt.timedOut();
  }

  private boolean isToBeRepeated(HttpExchange exchange) {
    return exchange.foundDeadConnection() && endpoint.request().isRepeatable();
  }

  /// Makes the request, and says what is wrong with the answer.
  private Optional<Failure> make(HttpExchange exchange) throws IOException {
    OngoingAttempt attempt = exchange.attempt();
    Call call = client.newCall(request());
    call.timeout().timeout(Math.max(1, attempt.remaining().toNanos()), TimeUnit.NANOSECONDS);
    try (Response response = execute(call, exchange)) {
      Signature.read(response::header, attempt);
      AnswerBody body = new AnswerBody(endpoint.expected());
      if (!drain(body, response, exchange) || exchange.isEndedByHead()) {
        call.cancel();
      }
      attempt.observations().detail("HTTP status " + exchange.status());
      return isDraining(response, exchange)
          ? Optional.of(Failure.PEER_DRAINING)
          : verdict(exchange.status(), body, attempt);
    }
  }

  private static boolean drain(AnswerBody body, Response response, HttpExchange exchange)
      throws IOException {
    if (exchange.answerWithoutBody().isPresent()) {
      return body.drain(new Buffer());
    }
    try {
      return body.drain(response.body().source());
    } catch (IOException e) {
      exchange.bodyFailed();
      throw e;
    }
  }

  /// OkHttp takes some heads that cannot be for a defect of its caller, and no 204 that tells of a
  /// body, although that has none (RFC 9112, section 6.3). At the deadline it keeps an answer to
  /// itself that ended before.
  private static Response execute(Call call, HttpExchange exchange) throws IOException {
    try {
      return call.execute();
    } catch (IllegalArgumentException | IllegalStateException e) {
      if (!exchange.isAnswered()) {
        throw e;
      }
      call.cancel();
      throw (IOException)
          new ProtocolException("the answer's head is none of HTTP/1.1").initCause(e);
    } catch (IOException e) {
      return exchange.answerWithoutBody().filter(HttpProbe::isOfKnownLength).orElseThrow(() -> e);
    }
  }

  /// A responder answers so, with its name, only once it has been told to stop; a proxy on the way
  /// to it might too, without.
  private static boolean isDraining(Response response, HttpExchange exchange) {
    return exchange.attempt().target().isResponder()
        && exchange.status() == HttpURLConnection.HTTP_UNAVAILABLE
        && response.headers().names().contains(Signature.NODE);
  }

  private Optional<Failure> verdict(int status, AnswerBody body, OngoingAttempt attempt) {
    if (!endpoint.expected().includes(status)) {
      return Optional.of(Failure.HTTP_STATUS);
    }
    Optional<String> fault = body.fault(attempt);
    fault.ifPresent(words -> attempt.observations().detail("HTTP status " + status + ", " + words));
    return fault.map(_ -> Failure.HTTP_BODY);
  }

  @Override
  public void close() {
    client.dispatcher().cancelAll();
    client.connectionPool().evictAll();
  }
}
