FROM python:3.13-slim AS build
WORKDIR /src
COPY . .
RUN python -m venv --without-pip /opt/unrolled \
 && pip --python /opt/unrolled/bin/python install --no-cache-dir ".[onnx]"

FROM python:3.13-slim
COPY --from=build /opt/unrolled /opt/unrolled
RUN useradd --system --no-create-home unrolled \
 && install --directory --owner=unrolled /var/cache/unrolled
ENV PATH=/opt/unrolled/bin:$PATH UNROLLED_CACHE=/var/cache/unrolled
USER unrolled
EXPOSE 8000
# The empty ProxyHandler keeps the question inside the container where a proxy is configured.
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s CMD ["python", "-c", "import urllib.request as u; u.build_opener(u.ProxyHandler({})).open('http://127.0.0.1:8000/api/health', timeout=2)"]
CMD ["unrolled", "serve", "--host", "0.0.0.0", "--port", "8000"]
