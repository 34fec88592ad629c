"""What one person does comes through in order; nobody waits for another, nor for ever."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from bot.turnstile import Turnstile


@given(st.permutations(range(6)))
def test_keys_come_through_in_the_order_in_which_they_joined(started: list[int]) -> None:
    turnstile = Turnstile()
    for number in range(6):
        turnstile.join("kim", str(number))
    through: list[int] = []

    def work(number: int) -> None:
        turnstile.wait(str(number))
        through.append(number)
        turnstile.leave(str(number))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, started))
    assert through == list(range(6))


def test_another_persons_work_is_not_waited_for() -> None:
    turnstile = Turnstile()
    turnstile.join("kim", "a")
    turnstile.join("sam", "b")
    turnstile.wait("b")
    turnstile.leave("b")


def test_one_that_never_comes_through_is_passed() -> None:
    turnstile = Turnstile(patience=0.05)
    turnstile.join("kim", "lost")
    turnstile.join("kim", "next")
    passed = threading.Event()

    def work() -> None:
        turnstile.wait("next")
        passed.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert passed.wait(5)
    thread.join()


def test_one_that_never_comes_through_is_waited_for_once() -> None:
    turnstile = Turnstile(patience=0.5)
    for key in ("lost", "lost too", "first", "second"):
        turnstile.join("kim", key)
    turnstile.wait("first")
    turnstile.leave("first")
    began = time.monotonic()
    turnstile.wait("second")
    assert time.monotonic() - began < 0.4


def test_a_key_that_is_not_queued_waits_for_nothing() -> None:
    turnstile = Turnstile()
    turnstile.wait("unknown")
    turnstile.leave("unknown")
