#pragma once

#include <ditto/emit/c.hpp>
#include <ditto/emit/cpp_definition.hpp>
#include <ditto/emit/listing.hpp>
#include <ditto/emit/picture.hpp>
#include <ditto/emit/serialization.hpp>
#include <ditto/emit/shader.hpp>
