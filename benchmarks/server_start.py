"""Server start: from starting the process until it answers, and until the first visitor's page is painted.

python benchmarks/server_start.py [STARTS]
"""

import sys
import time

from measuring import app, chromium, measurement, opened, write


def main() -> None:
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    healthy: list[float] = []
    painted: list[float] = []
    with chromium() as browser:
        for _ in range(starts):
            began = time.monotonic()
            with app() as server:
                healthy.append(time.monotonic() - began)
                opened(browser, server.url).context.close()
                painted.append(time.monotonic() - began)
    write(
        "4_server_start",
        [
            measurement("process started to answering", "s", healthy, ""),
            measurement("process started to the first page painted", "s", painted, ""),
        ],
    )


if __name__ == "__main__":
    main()
