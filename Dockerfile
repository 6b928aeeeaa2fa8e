# The container that GitHub runs for the Action. `make image-check` builds it and proves what the comments claim.
ARG BASE=debian:trixie-slim

FROM ${BASE} AS build
# Versions are Debian's: a pinned one is gone from the mirrors with the next security update.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*
# Two environments: /build holds pip and the build backend and stays behind; /app is what the image gets.
RUN python3 -m venv /build \
 && python3 -m venv --without-pip /app
COPY requirements/ /src/requirements/
RUN /build/bin/pip install --no-cache-dir --require-hashes --only-binary :all: \
      --requirement /src/requirements/build.txt \
 && /build/bin/pip --python /app/bin/python install --no-cache-dir --no-compile --require-hashes --only-binary :all: \
      --requirement /src/requirements/runtime.txt
COPY . /src/
# What is compiled here need not be by each run: that took two thirds of its start.
RUN /build/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /dist /src \
 && /build/bin/pip --python /app/bin/python install --no-cache-dir --no-compile --no-deps /dist/*.whl \
 && /app/bin/python -m compileall -q --invalidation-mode unchecked-hash /app/lib

FROM ${BASE}
LABEL org.opencontainers.image.title="handoff-issues" \
      org.opencontainers.image.description="Turns the handoff notes of a repository into GitHub Issues and keeps the two in step." \
      org.opencontainers.image.licenses="MIT"
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates git python3 \
 && apt-get clean \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /app
# No USER and no WORKDIR: GitHub starts the container as root in the checkout, which belongs to the runner's user.
# Isolated (-I), else Python would look for our modules in that checkout first, with a token at hand that may write.
ENTRYPOINT ["/app/bin/python", "-I", "-m", "handoff_issues", "action"]
