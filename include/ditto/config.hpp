#pragma once

/// The library's few macros. None of them changes the meaning of a program.

/// Inlines also where the compiler's budget says otherwise: kernels are made of thousands of one-line functions.
#define DITTO_ALWAYS_INLINE [[gnu::always_inline]] inline
