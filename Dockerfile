# The server with its command line. The graph of what is shipped is built at the first start; see docker-compose.yml.
# Images by digest: `docker build --build-arg PYTHON=python:3.11-slim@sha256:...`; docs/public-address.md says how to get it.
ARG PYTHON=python:3.11-slim

# The kernels in C; the image that runs has no compiler.
FROM ${PYTHON} AS kernels
WORKDIR /app
RUN apt-get update -q && apt-get install -qy --no-install-recommends gcc libc6-dev
COPY requirements/build.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/build.txt
COPY pyproject.toml README.md LICENSE ./
COPY graph/native graph/native
RUN python -c "import setuptools; setuptools.setup()" -q build_ext --inplace && ls graph/native/_kernels.abi3.so

FROM ${PYTHON}
WORKDIR /app
COPY requirements/run.txt requirements/build.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/run.txt -r requirements/build.txt
COPY pyproject.toml README.md LICENSE ./
COPY graph graph
COPY --from=kernels /app/graph/native/_kernels.abi3.so graph/native/
COPY loaders loaders
COPY api api
COPY supplygraph supplygraph
# Compiled once here: the file system is read-only when it runs.
RUN pip install --no-cache-dir --no-deps --no-build-isolation -e . \
 && python -m compileall -q graph loaders api supplygraph \
 && useradd --uid 10001 --create-home supplygraph && mkdir /data && chown supplygraph /data && chmod 700 /data
USER 10001
ENV SUPPLYGRAPH_DATA=/data
VOLUME /data
EXPOSE 8123
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s \
  CMD python -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8123/ready', timeout=4)"
CMD ["supplygraph", "serve", "--host", "0.0.0.0", "--port", "8123"]
