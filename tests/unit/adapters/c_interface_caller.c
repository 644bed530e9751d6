/* A caller in C: what it finds, the test in C++ compares. */
#include <ditto/adapters/c_interface.h>

#include <stdio.h>
#include <string.h>

/* Gradient descent on a compiled function, from the start that the graph has. Returns 0, or prints why not. */
int descend_in_c(const char* text, size_t output, size_t steps, double rate, double* least, double* at, size_t room);
/* The sentence of a call that must fail, or null if it does not. */
const char* failure_in_c(const char* text, size_t output);
/* Whether calls with wrong arguments fail, and with which sentences. */
int misuse_in_c(const char* text, size_t output, char* sentences, size_t room);

int descend_in_c(const char* text, size_t output, size_t steps, double rate, double* least, double* at, size_t room) {
    double gradient[8];
    size_t step, i;
    int failed;
    //! [call]
    ditto_function* f = ditto_function_create(text, strlen(text), output);
    if (f == NULL) {
        fprintf(stderr, "%s\n", ditto_error_text());
        return 1;
    }
    const size_t parameters = ditto_function_parameters(f);
    //! [call]
    if (parameters > room || parameters > 8) {
        ditto_function_destroy(f);
        return 1;
    }
    failed = ditto_function_start(f, parameters, at);
    for (step = 0; step < steps && !failed; ++step) {
        //! [evaluate]
        failed = ditto_function_evaluate(f, parameters, at, least, gradient);
        for (i = 0; i < parameters; ++i) at[i] -= rate * gradient[i];
        //! [evaluate]
    }
    if (!failed) failed = ditto_function_evaluate(f, parameters, at, least, NULL);
    ditto_function_destroy(f);
    return failed;
}

const char* failure_in_c(const char* text, size_t output) {
    ditto_function* f = ditto_function_create(text, text == NULL ? 0 : strlen(text), output);
    if (f == NULL) return ditto_error_text();
    ditto_function_destroy(f);
    return NULL;
}

static void note(char* sentences, size_t room, int failed) {
    if (strlen(sentences) + strlen(ditto_error_text()) + 8 > room) return;
    strcat(sentences, failed ? ditto_error_text() : "went well");
    strcat(sentences, "\n");
}

int misuse_in_c(const char* text, size_t output, char* sentences, size_t room) {
    double at[8] = {0}, value = 0.0;
    ditto_function* f = ditto_function_create(text, strlen(text), output);
    size_t parameters;
    if (f == NULL) return 1;
    parameters = ditto_function_parameters(f);
    sentences[0] = '\0';
    note(sentences, room, ditto_function_evaluate(f, parameters + 1, at, &value, NULL));
    note(sentences, room, ditto_function_evaluate(f, parameters, NULL, &value, NULL));
    note(sentences, room, ditto_function_evaluate(f, parameters, at, NULL, NULL));
    note(sentences, room, ditto_function_evaluate(NULL, 0, at, &value, NULL));
    note(sentences, room, ditto_function_start(f, 0, at));
    ditto_function_destroy(f);
    ditto_function_destroy(NULL);
    return ditto_function_parameters(NULL) != 0;
}
