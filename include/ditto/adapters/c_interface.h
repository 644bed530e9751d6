#ifndef DITTO_ADAPTERS_C_INTERFACE_H
#define DITTO_ADAPTERS_C_INTERFACE_H

/* Functions of graphs, compiled at run time, for C and what speaks C. One translation unit of the program, in C++,
   includes c_interface.hpp, which defines what is declared here.

   Calls that can fail return 0 where they did what was asked, and otherwise leave a sentence: ditto_error_text().
   A function may be evaluated by several threads at once. */

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One output of a graph, and its derivatives, by the graph's unknown leaves. */
typedef struct ditto_function ditto_function;

/* Compiles node number `output` of a graph in ditto's text format (docs/reference/graph_format.md), of `size` bytes. Its
   parameters are the unknown leaves, in the order of the text; given ones keep the values they have there. Null where that
   fails. */
ditto_function* ditto_function_create(const char* text, size_t size, size_t output);
/* Null is allowed. */
void ditto_function_destroy(ditto_function* function);

/* How many parameters there are, which is also how long points and gradients are. */
size_t ditto_function_parameters(const ditto_function* function);
/* The name of a parameter, valid as long as the function; "" if it has none, null if there is no such parameter. */
const char* ditto_function_parameter_name(const ditto_function* function, size_t parameter);
/* The values that the text gives the parameters; 0 where it gives none. */
int ditto_function_start(const ditto_function* function, size_t parameters, double* point);

/* Writes the value at a point, and the gradient unless that is null. What is not finite is written as it is. */
int ditto_function_evaluate(const ditto_function* function, size_t parameters, const double* point, double* value,
                            double* gradient);

/* Why the last call of this thread that failed did; "" if none has. Valid until the next one fails. */
const char* ditto_error_text(void);

#ifdef __cplusplus
}
#endif

#endif
