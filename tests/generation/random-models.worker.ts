import "./random-models";
import "../../src/generation/worker";
